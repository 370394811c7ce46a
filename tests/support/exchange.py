"""The whole exchange in one test process, on SQLite and memory or on real servers."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import ECKey
from sqlalchemy import func, select

from deploy.front import Front
from deploy.operator_key import public_half
from deploy.services import SERVICES, Opened
from shared.clock import Clock, utc_clock
from shared.messaging.broker import Broker
from shared.messaging.inbox import InboxState, inbox
from shared.messaging.memory import MemoryBroker
from shared.messaging.outbox import outbox
from shared.messaging.worker import Worker
from shared.migrations.upgrade import upgrade
from shared.transactions import Database
from tests.support.agencies import EVERYONE, NURSE, Agency, Person, Signer, make_known
from tests.support.agreements import agree_with_everyone
from tests.support.desk import client_for, settings_for, sqlite_url

OPERATOR = ECKey.generate_key("P-256", {"kid": "operator", "alg": "ES256"})


_PARTNERS: dict[str, Any] = {"operator_jwk": public_half(OPERATOR), "webhook_loopback": True}


class Exchange:
    """Three services with their workers; `settle` steps them until nothing moves."""

    def __init__(self, services: Sequence[Opened], workers: Sequence[Worker]) -> None:
        self.services = {service.name: service for service in services}
        self.workers = workers
        self.signer = Signer()
        self.front = Front({service.name: service.app() for service in services}, {})

    def client(
        self, agency: Agency | None = None, person: Person | None = NURSE, **more: Any
    ) -> httpx.AsyncClient:
        """Return a client for `agency` at the one door of all services."""
        token = None if agency is None else self.signer.token(agency, person, **more)
        return client_for(self.front, token)

    async def settle(self) -> None:
        """Step every worker until the exchange is quiet."""
        for _ in range(1000):
            if not any([await worker.step() for worker in self.workers]):
                return
        raise AssertionError("the exchange never came to rest")

    async def settle_running(self, within_seconds: float = 20) -> None:
        """Wait until running workers have published and applied everything there is."""
        async with asyncio.timeout(within_seconds):
            while not await is_quiet(self.databases):
                await asyncio.sleep(0.02)

    @property
    def databases(self) -> dict[str, Database]:
        """Return the services' databases by name."""
        return {name: service.database for name, service in self.services.items()}


async def is_quiet(databases: Mapping[str, Database]) -> bool:
    """Tell whether all that was written is published, and applied wherever it is listened to."""
    published = {}
    for name, database in databases.items():
        async with database.engine.connect() as connection:
            total, done = (
                await connection.execute(
                    select(func.count(), func.count(outbox.c.published_at)).select_from(outbox)
                )
            ).one()
        if total != done:
            return False
        published[name] = total
    for name, database in databases.items():
        expected = sum(published[source] for source in SERVICES[name].consumer.sources)
        query = select(func.count()).select_from(inbox).where(inbox.c.state == InboxState.APPLIED)
        async with database.engine.connect() as connection:
            if (await connection.execute(query)).scalar_one() != expected:
                return False
    return True


@asynccontextmanager
async def open_exchange(
    folder: Path,
    *,
    clock: Clock = utc_clock,
    urls: Mapping[str, str] | None = None,
    broker: Broker | None = None,
    agencies: Sequence[Agency] = EVERYONE,
) -> AsyncIterator[Exchange]:
    """Open an exchange whose agencies are known already; by default all in one process."""
    broker = broker or MemoryBroker()
    services = [
        service.open(
            settings_for(
                (urls or {}).get(name) or sqlite_url(folder, name),
                **(_PARTNERS if name == "partners" else {}),
            ),
            clock,
        )
        for name, service in SERVICES.items()
    ]
    try:
        for service in services:
            await upgrade(service.database.engine, service.name)
        exchange = Exchange(services, [service.worker(broker) for service in services])
        for service in services:
            async with service.database.transaction() as session:
                await make_known(session, exchange.signer, agencies)
                if service.name == "partners":
                    agree_with_everyone(session, agencies)
        try:
            yield exchange
        finally:
            for worker in exchange.workers:
                await worker.close()
    finally:
        for service in services:
            await service.database.dispose()
