"""Opens and closes the agencies' users on the broker, through RabbitMQ's management interface.

Holds from RabbitMQ 3.10 on. Only an administrator may make users and give permissions there: the
tags below it (policymaker, monitoring, management) are refused. Every request says how it is to
be, not what to change, so that one which is sent again does no harm.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID

import httpx

from services.partners.queues.names import EVERY_QUEUE, NOTHING, queues_of, user_of

_TIMEOUT_SECONDS = 10.0
_ALREADY_GONE = frozenset({404})
_WITHOUT_END = 1_000_000_000
"""From RabbitMQ 4.0 on a message that came back twenty times is dropped unless this is said."""


class ManagementFailed(Exception):
    """The interface did not answer, or did not do it; the text is a status or an error's name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages a queue holds, and how much one agency may open at once."""

    length: int
    connections: int
    channels: int


class Management:
    """The management interface of the broker, for the agencies' virtual host."""

    def __init__(self, management_url: str, broker_url: str, limits: Limits) -> None:
        """Take the interface's address with its user, and the virtual host's address."""
        parts = urlsplit(management_url)
        host = parts.hostname or ""
        self._base = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}"
        if parts.port is not None:
            self._base += f":{parts.port}"
        self._base += f"{parts.path.rstrip('/')}/api"
        self._auth = (unquote(parts.username or ""), unquote(parts.password or ""))
        self._vhost = quote(unquote(urlsplit(broker_url).path.removeprefix("/") or "/"), safe="")
        self._limits = limits
        self._client: httpx.AsyncClient | None = None

    async def lay_out(self) -> None:
        """Give every queue of the virtual host its limits; nothing is ever dropped from one."""
        definition = {
            "max-length": self._limits.length,
            "overflow": "reject-publish",
            "delivery-limit": _WITHOUT_END,
        }
        policy = {"pattern": EVERY_QUEUE, "apply-to": "queues", "definition": definition}
        await self._put(f"/policies/{self._vhost}/agencies", policy)

    async def open_user(self, agency_id: UUID, password_hash: str) -> None:
        """Let an agency sign in and read its own queues; the permission to read comes last."""
        name = user_of(agency_id)
        user = {
            "password_hash": password_hash,
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": "",
        }
        await self._put(f"/users/{name}", user)
        limits = self._limits
        await self._put(f"/user-limits/{name}/max-connections", {"value": limits.connections})
        await self._put(f"/user-limits/{name}/max-channels", {"value": limits.channels})
        closed = {"exchange": "amq.topic", "write": NOTHING, "read": NOTHING}
        await self._put(f"/topic-permissions/{self._vhost}/{name}", closed)
        permissions = {"configure": NOTHING, "write": NOTHING, "read": queues_of(agency_id)}
        await self._put(f"/permissions/{self._vhost}/{name}", permissions)

    async def close_user(self, agency_id: UUID) -> None:
        """Shut an agency out: its user is gone when this returns, and so are its connections."""
        await self._delete(f"/users/{user_of(agency_id)}")
        await self.close_connections(agency_id)

    async def close_connections(self, agency_id: UUID) -> None:
        """End whatever an agency has open; while its user is there it may come back."""
        await self._delete(f"/connections/username/{user_of(agency_id)}")

    async def close(self) -> None:
        """Let go of the connection to the interface."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _put(self, path: str, body: object) -> None:
        await self._ask("PUT", path, body, frozenset())

    async def _delete(self, path: str) -> None:
        await self._ask("DELETE", path, None, _ALREADY_GONE)

    async def _ask(self, method: str, path: str, body: object, also_well: frozenset[int]) -> None:
        try:
            answer = await self._http.request(method, f"{self._base}{path}", json=body)
        except httpx.HTTPError as error:
            raise ManagementFailed(type(error).__name__) from None
        if not answer.is_success and answer.status_code not in also_well:
            raise ManagementFailed(str(answer.status_code))

    @property
    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                auth=self._auth, timeout=_TIMEOUT_SECONDS, trust_env=False, follow_redirects=False
            )
        return self._client
