"""Where cells are called: an exchange in this process, or one of processes over real servers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from deploy.processes import processes
from deploy.servers.postgres import Postgres
from services.partners.agencies.models import Agency as RegisteredAgency
from shared.access.caller import Scope
from shared.auth import TokenUse
from shared.transactions import Database
from shared.work import now
from tests.bench.place import answers
from tests.matrix.cast import EVERYONE, Actor
from tests.matrix.sheet import Relation
from tests.support.agencies import AGENCY_SCOPES, COUNCIL, ISSUER, Signer, make_known
from tests.support.agreements import agree_with_everyone
from tests.support.exchange import is_quiet, open_exchange

_TOKEN_SECONDS = 400
_SETTLE_SECONDS = 240
_KEPT_OPEN_SECONDS = 2  # below the servers' own limit, or a request meets a closing connection
_AT_ONCE = 6
_AT_ONCE_ON_SQLITE = 2


Settle = Callable[[], Awaitable[None]]
"""Waits until what was done has arrived wherever it is listened to."""


class Place:
    """An exchange in which the cast is known: call as anybody, wait until all is told."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        databases: Mapping[str, Database],
        signer: Signer,
        issuer: str,
        settle: Settle,
        urls: Mapping[str, str],
        folder: Path,
    ) -> None:
        """Take a way to call, and the databases, which are only looked at."""
        self.databases = databases
        self.issuer = issuer
        self._settle = settle
        self._settling = asyncio.Lock()
        self._http = http
        self._signer = signer
        self._urls = urls
        self._folder = folder
        self._tokens: dict[object, tuple[str, float]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE if urls else _AT_ONCE_ON_SQLITE)

    async def settle(self) -> None:
        """Wait until what was done has arrived; one at a time, since that steps the workers."""
        async with self._settling:
            await self._settle()

    @property
    def has_queues(self) -> bool:
        """Tell whether there is a broker: in one process there is none."""
        return bool(self._urls)

    async def call(
        self,
        actor: Actor,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        scopes: frozenset[Scope] = AGENCY_SCOPES,
        **more: Any,
    ) -> httpx.Response:
        """Send one request; a POST gets a key of its own."""
        sent = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        if actor.agency is not None:
            sent |= self._credentials(path, actor, scopes)
        if body is not None:
            more["json"] = body
        service = path.split("/", 2)[1]
        url = self._urls.get(service, "") + path
        async with self._turns:
            return await self._http.request(method, url, headers=sent | dict(headers or {}), **more)

    async def done(self, actor: Actor, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Send what must succeed, to set the stage."""
        answer = await self.call(actor, method, path, body)
        if not answer.is_success:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
        shown: dict[str, Any] = answer.json()
        return shown

    async def operate(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> httpx.Response:
        """Send a request as the operator."""
        claims = {"sub": "operator", "client_id": "operator", "synthetic": False}
        token = self._signer.token(COUNCIL, None, frozenset(Scope), iss=self.issuer, **claims)
        more["headers"] = {"Authorization": f"Bearer {token}", **more.get("headers", {})}
        return await self.call(Actor(None, None), method, path, body, **more)

    async def call_as(
        self, relation: Relation, actor: Actor, method: str, path: str, body: Any, **more: Any
    ) -> httpx.Response:
        """Send a request as a column of the sheet says."""
        if relation is Relation.OPERATOR:
            return await self.operate(method, path, body, **more)
        return await self.call(actor, method, path, body, **more)

    def logs(self) -> list[str]:
        """Return what the processes of the exchange have logged, where it has any."""
        return [log.read_text(errors="replace") for log in self._folder.glob("*.log")]

    def _credentials(self, path: str, actor: Actor, scopes: frozenset[Scope]) -> Mapping[str, str]:
        """Return what shows who calls: a token to the API, a session's cookie to a page."""
        if "/v1/" in path:
            return {"Authorization": f"Bearer {self._token(actor, scopes, TokenUse.CALLS)}"}
        session = self._token(actor, scopes, TokenUse.PAGES)
        return {"Cookie": f"alongside={session}; __Host-alongside={session}"}

    def _token(self, actor: Actor, scopes: frozenset[Scope], use: TokenUse) -> str:
        kept, until = self._tokens.get((actor, scopes, use), ("", 0.0))
        if time.monotonic() > until:
            agency = actor.agency or COUNCIL
            kept = self._signer.token(agency, actor.person, scopes, iss=self.issuer, aud=use)
            self._tokens[actor, scopes, use] = kept, time.monotonic() + _TOKEN_SECONDS
        return kept


async def _register(partners: Database) -> None:
    """Enter the cast in the registry too; the rest of its onboarding is another story."""
    async with partners.transaction() as session:
        session.add_all(
            RegisteredAgency(
                agency_id=agency.id,
                kind=agency.kind,
                name=agency.name,
                synthetic=agency.synthetic,
                registered_at=now(session),
                joined_at=now(session),
                live_at=now(session),
                may_use_secret=False,
            )
            for agency in EVERYONE
        )


@asynccontextmanager
async def in_one_process(folder: Path) -> AsyncIterator[Place]:
    """Open an exchange on SQLite and memory, in this process."""
    async with open_exchange(folder, agencies=EVERYONE) as exchange:
        await _register(exchange.databases["partners"])
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(exchange.front, raise_app_exceptions=False),
            base_url="http://exchange.test",
            timeout=60,
        ) as http:
            yield Place(
                http, exchange.databases, exchange.signer, ISSUER, exchange.settle, {}, folder
            )


@asynccontextmanager
async def over_processes(folder: Path, postgres: Postgres, amqp_url: str) -> AsyncIterator[Place]:
    """Run every service in an api and a worker process, over PostgreSQL and RabbitMQ."""
    signer = Signer()
    async with processes(folder, postgres, amqp_url) as exchange, AsyncExitStack() as stack:
        databases: dict[str, Database] = {}
        for name in exchange.databases:
            databases[name] = exchange.open(name).database
            stack.push_async_callback(databases[name].dispose)
            async with databases[name].transaction() as session:
                await make_known(session, signer, EVERYONE)
                if name == "partners":
                    agree_with_everyone(session, EVERYONE)
        await _register(databases["partners"])
        exchange.start_all()
        for service, url in exchange.urls.items():
            await answers(f"{url}/{service}/readyz")
        limits = httpx.Limits(keepalive_expiry=_KEPT_OPEN_SECONDS)
        http = httpx.AsyncClient(trust_env=False, timeout=60, limits=limits)
        await stack.enter_async_context(http)
        issuer = f"{exchange.urls['partners']}/partners"
        yield Place(http, databases, signer, issuer, _waiting(databases), exchange.urls, folder)


def _waiting(databases: Mapping[str, Database]) -> Settle:
    async def settle() -> None:
        async with asyncio.timeout(_SETTLE_SECONDS):
            while not await is_quiet(databases):
                await asyncio.sleep(0.05)

    return settle
