"""What surrounds every request: ids, limits, headers, one log line, and no failure unanswered."""

import asyncio
import re
import secrets
import time
from http import HTTPStatus

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Fault, problem
from shared.logging import where_raised

LARGEST_BODY = 512 * 1024
SECONDS_FOR_A_BODY = 30

_CORRELATION_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_log = structlog.get_logger("alongside.http")


class Edge:
    """Pure ASGI: the outermost thing of ours that a request meets."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through; whatever happens inside, it is answered and logged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        passage = _Passage(scope, receive, send)
        try:
            await self._app(scope, passage.receive, passage.send)
        except Exception as error:  # noqa: BLE001 - this is where they end
            passage.log_fault(error)
            if passage.status:
                raise ConnectionAbortedError("the answer broke off") from None
            await problem(scope, Fault())(scope, receive, passage.send)
        finally:
            passage.log_request()


class _Passage:
    """One request on its way in and its answer on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        correlation_id = headers.get(b"x-correlation-id", "")
        traceparent = headers.get(b"traceparent", "")
        if not _CORRELATION_ID.fullmatch(correlation_id):
            correlation_id = secrets.token_hex(16)
        scope["alongside.request_id"] = secrets.token_hex(16)
        scope["alongside.correlation_id"] = correlation_id
        scope["alongside.traceparent"] = (
            traceparent if _TRACEPARENT.fullmatch(traceparent) else None
        )
        self._scope = scope
        self._receive = receive
        self._send = send
        length = headers.get(b"content-length", "")
        self._announced = int(length) if length.isdecimal() else 0
        self._received = 0
        self._is_whole = False
        self._started_at = time.perf_counter()
        self._deadline = asyncio.get_running_loop().time() + SECONDS_FOR_A_BODY
        self.status = 0

    async def receive(self) -> Message:
        """Hand on the body as it comes, but not too much of it and not for ever."""
        if self._is_whole:
            return await self._receive()
        if self._announced > LARGEST_BODY:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
        if self._received > LARGEST_BODY:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    async def send(self, message: Message) -> None:
        """Add what every answer carries."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._scope["alongside.request_id"]
            headers["X-Correlation-ID"] = self._scope["alongside.correlation_id"]
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)

    def log_request(self) -> None:
        """Write the request's one line: what was called, not what about."""
        route = self._scope.get("route")
        _log.info(
            "request",
            method=self._scope["method"],
            route=getattr(route, "path", "unknown"),
            status=self.status,
            milliseconds=round((time.perf_counter() - self._started_at) * 1000, 1),
            agency_id=_agency_id(self._scope),
            request_id=self._scope["alongside.request_id"],
            correlation_id=self._scope["alongside.correlation_id"],
        )

    def log_fault(self, error: Exception) -> None:
        """Write where an unexpected error arose. Its message may hold what was sent: left out."""
        _log.error(
            "fault",
            error=type(error).__name__,
            where=where_raised(error),
            request_id=self._scope["alongside.request_id"],
            correlation_id=self._scope["alongside.correlation_id"],
        )


def _without_body(send: Send) -> Send:
    """Answer a HEAD with what a GET would have been answered with, but for its body."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


def _agency_id(scope: Scope) -> str | None:
    actor = scope.get("alongside.actor")
    return str(actor.agency_id) if actor and actor.agency_id else None
