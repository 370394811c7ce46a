"""One agency's system on the exchange: it signs in, sends, reads, and asks again when it must."""

import time
from typing import Any
from uuid import uuid4

import httpx

from deploy.story.place import Place
from deploy.story.tokens import Client, Practitioner, Token, ask_for_token
from deploy.story.waiting import answered, until


class Refused(Exception):
    """The exchange answered, and not with what the story expects."""


class Partner:
    """An agency's system, acting for one practitioner (the operator's acts for nobody)."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        place: Place,
        client: Client,
        practitioner: Practitioner | None = None,
    ) -> None:
        """Take what is needed to ask for a token; none is asked for before the first request."""
        self.id = client.id
        self.patience_seconds = place.patience_seconds
        self._http = http
        self._place = place
        self._client = client
        self._practitioner = practitioner
        self._token: Token | None = None
        self._told: list[dict[str, Any]] = []
        self._cursor: dict[str, str] = {}

    async def get(self, path: str, **params: str | int) -> Any:
        """Read what must be there."""
        response = await self.look(path, **params)
        return _read(response)

    async def look(self, path: str, **params: str | int) -> httpx.Response:
        """Read, and return the answer whatever it is."""
        return await self._send("GET", path, params=params)

    async def post(self, path: str, body: Any = None) -> Any:
        """Send what must be accepted."""
        return _read(await self.attempt(path, body))

    async def attempt(self, path: str, body: Any = None) -> httpx.Response:
        """Send, once in effect: the same Idempotency-Key goes with every try."""
        headers = {"Idempotency-Key": str(uuid4())}
        return await self._send("POST", path, headers=headers, json=body)

    async def send(self, path: str, content: bytes, media_type: str) -> Any:
        """Send what is no JSON, once in effect, and must be accepted."""
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": media_type}
        return _read(await self._send("POST", path, headers=headers, content=content))

    async def wait_for(self, path: str) -> Any:
        """Read until it is there: what another service decided arrives a moment later."""
        response = await until(
            self.patience_seconds,
            lambda: self.look(path),
            lambda answer: answer.is_success,
            f"GET {path}",
        )
        return response.json()

    async def wait_until_known(self, path: str) -> None:
        """Ask until the service at `path` knows this agency and the key its token is signed by."""
        await until(
            self.patience_seconds,
            lambda: self.look(path),
            lambda answer: answer.status_code != httpx.codes.UNAUTHORIZED,
            f"being known at GET {path}",
        )

    async def every(self, path: str) -> list[Any]:
        """Read every item of a list, page by page."""
        page = await self.get(path)
        items: list[Any] = page["items"]
        while page["next"] is not None:
            page = await self.get(path, cursor=page["next"])
            items.extend(page["items"])
        return items

    async def feed(self) -> list[dict[str, Any]]:
        """Read on in the agency's feed to its end; return all that it has told so far."""
        while True:
            page = await self.get("/partners/v1/feed", **self._cursor)
            if not page["items"]:
                return self._told
            self._told.extend(page["items"])
            self._cursor = {"after": page["next"]}

    async def wait_for_event(self, event_type: str, case_id: str) -> None:
        """Read the feed until it has told of `event_type` in the case."""
        await until(
            self.patience_seconds,
            self.feed,
            lambda events: any(
                event["type"] == event_type and event["data"].get("case_id") == case_id
                for event in events
            ),
            f"{event_type} in the feed",
        )

    async def wait_for_test(self, test_id: str) -> None:
        """Read the feed until it has told of a test event; reading on acknowledges it."""
        await until(
            self.patience_seconds,
            self.feed,
            lambda events: any(event["data"].get("test_id") == test_id for event in events),
            "the test event in the feed",
        )

    async def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {**request.pop("headers", {}), "Authorization": f"Bearer {await self._bearer()}"}
        return await answered(
            self.patience_seconds,
            lambda: self._http.request(method, self._place.url(path), headers=headers, **request),
        )

    async def _bearer(self) -> str:
        if self._token is None or time.monotonic() > self._token.renew_at:
            self._token = await ask_for_token(
                self._http, self._place, self._client, self._practitioner
            )
        return self._token.value


def _read(response: httpx.Response) -> Any:
    if not response.is_success:
        request = response.request
        raise Refused(
            f"{request.method} {request.url.path}: {response.status_code} {response.text}"
        )
    return response.json()
