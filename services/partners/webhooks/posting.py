"""One attempt: a POST to an agency's endpoint, bounded in time, in bytes, and in where it leads."""

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpcore

from services.partners.settings import PartnersSettings
from services.partners.webhooks.names import Resolver
from services.partners.webhooks.network import (
    AddressNotAllowed,
    AnswerTooLong,
    ConnectionRefused,
    GuardedNetwork,
    NameNotFound,
    TlsFailed,
)
from services.partners.webhooks.outcome import Failure, Outcome, read_outcome
from shared.clock import Clock
from shared.endpoints import Endpoint, Reach, UnsuitableEndpoint, read_endpoint

LONGEST_ATTEMPT_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
_DRAIN_SECONDS = 2.0
_IDLE_SECONDS = 20.0
_FIXED_HEADERS = (
    (b"content-type", b"application/cloudevents+json"),
    (b"user-agent", b"Alongside-Webhooks/1"),
    (b"accept-encoding", b"identity"),
)
_FAILURES: tuple[tuple[type[BaseException], Failure], ...] = (
    (AddressNotAllowed, Failure.ADDRESS_NOT_ALLOWED),
    (NameNotFound, Failure.NAME_NOT_FOUND),
    (AnswerTooLong, Failure.ANSWER_TOO_LONG),
    (httpcore.TimeoutException, Failure.TIMED_OUT),
    (TlsFailed, Failure.TLS_FAILED),
    (ConnectionRefused, Failure.CONNECTION_REFUSED),
    (httpcore.RemoteProtocolError, Failure.ANSWER_NOT_HTTP),
)


class Poster:
    """Posts over connections that are kept for a while.

    It follows no redirect, keeps no cookie, asks no proxy and reads nothing from the environment.
    """

    def __init__(
        self,
        reach: Reach,
        network: GuardedNetwork,
        clock: Clock,
        *,
        seconds: float,
        connections: int,
        authorities: Path | None,
    ) -> None:
        """Take how long an attempt may last, and a file of more authorities to trust (PEM)."""
        trusted = ssl.create_default_context()
        if authorities is not None:
            trusted.load_verify_locations(authorities)
        self._reach = reach
        self._clock = clock
        self._seconds = min(seconds, LONGEST_ATTEMPT_SECONDS)
        self._pool = httpcore.AsyncConnectionPool(
            trusted,
            max_connections=connections,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=network,
        )

    @classmethod
    def configured(cls, settings: PartnersSettings, clock: Clock, *, connections: int) -> Self:
        """Return a poster that reaches as far as the operator says."""
        reach = settings.webhook_reach
        return cls(
            reach,
            GuardedNetwork(reach, Resolver(), httpcore.AnyIOBackend()),
            clock,
            seconds=settings.webhook_seconds,
            connections=connections,
            authorities=settings.webhook_authorities,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Offer a body to whoever answers at `url`; return what came of it, never raise."""
        try:
            request = self._request(read_endpoint(url, self._reach), headers, body)
            async with asyncio.timeout(self._seconds):
                answer = await self._pool.handle_async_request(request)
        except UnsuitableEndpoint:
            return Outcome(Failure.ENDPOINT_UNSUITABLE)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            return Outcome(_failure_of(error))
        except TimeoutError:
            return Outcome(Failure.TIMED_OUT)
        try:
            await _drain(answer)
        finally:
            await answer.aclose()
        return read_outcome(answer.status, _retry_after(answer), self._clock())

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    def _request(
        self, endpoint: Endpoint, headers: Mapping[str, str], body: bytes
    ) -> httpcore.Request:
        url = httpcore.URL(
            scheme=endpoint.scheme, host=endpoint.host, port=endpoint.port, target=endpoint.target
        )
        limits = {
            "connect": min(_CONNECT_SECONDS, self._seconds),
            "write": self._seconds,
            "read": self._seconds,
            "pool": self._seconds,
        }
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        length = (b"content-length", str(len(body)).encode())
        host = (b"host", endpoint.authority.encode())
        return httpcore.Request(
            "POST",
            url,
            headers=[host, *_FIXED_HEADERS, length, *named],
            content=body,
            extensions={"timeout": limits},
        )


async def _drain(answer: httpcore.Response) -> None:
    """Read a short answer to its end, so that the connection can be used again; keep nothing."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in answer.aiter_stream():
                pass
    except (TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        return


def _retry_after(answer: httpcore.Response) -> str | None:
    for name, value in answer.headers:
        if name.lower() == b"retry-after":
            return value.decode("latin-1")
    return None


def _failure_of(error: BaseException) -> Failure:
    for kind, failure in _FAILURES:
        if isinstance(error, kind):
            return failure
    return Failure.CONNECTION_BROKEN
