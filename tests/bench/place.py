"""Where it is measured: private servers, and on them exchanges whose agencies are known."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import MetaData, func, select

from deploy.processes import Job, Processes, processes
from deploy.servers.postgres import Postgres
from deploy.servers.rabbitmq import Rabbit
from deploy.services import SERVICES
from shared.access.caller import Scope
from shared.crypto import Cipher
from shared.messaging.inbox import inbox_sources
from shared.transactions import Database
from tests.bench.sizes import Sizes
from tests.support.agencies import AGENCY_SCOPES, NURSE, Agency, Person, Signer, make_known
from tests.support.desk import create_tables

_START_SECONDS = 60


@dataclass(frozen=True)
class Bench:
    """What every row of figures is measured with."""

    sizes: Sizes
    postgres: Postgres
    rabbit: Rabbit


@dataclass(frozen=True)
class Site:
    """An exchange of processes in which the agencies of the tests are known."""

    exchange: Processes
    amqp_url: str
    signer: Signer

    def token(
        self,
        agency: Agency,
        person: Person = NURSE,
        scopes: frozenset[Scope] = AGENCY_SCOPES,
    ) -> str:
        return self.signer.token(agency, person, scopes, iss=self._issuer)

    def settings(self, service: str) -> dict[str, str]:
        """Return what a process is told that stands in for one of this service."""
        prefix = service.upper()
        return {
            f"{prefix}_DATABASE_URL": self.exchange.databases[service],
            f"{prefix}_BROKER_URL": self.amqp_url,
            f"{prefix}_ENCRYPTION_KEYS": Cipher.new_key_text(),
            f"{prefix}_ISSUER": self._issuer,
        }

    @property
    def _issuer(self) -> str:
        return f"{self.exchange.urls['partners']}/partners"

    @asynccontextmanager
    async def running(self, *jobs: Job) -> AsyncIterator[None]:
        """Run these processes until the block ends; the apis among them answer when it begins."""
        for job in jobs:
            self.exchange.start(job)
        try:
            for job in jobs:
                if job.role == "serve":
                    await answers(f"{self.exchange.urls[job.service]}/{job.service}/readyz")
            yield
        finally:
            for job in jobs:
                process = self.exchange.running.pop(job)
                process.terminate()
                await asyncio.to_thread(process.wait)


async def acquaint(site: Site) -> None:
    """Run every worker until each service has asked the others for what it missed.

    Afterwards nobody asks again, so that a measure may leave some of them out.
    """
    async with site.running(*(Job("work", service) for service in SERVICES)):
        for name, service in SERVICES.items():
            async with opened(name, site.exchange.databases[name]) as database:
                while await _asked(database) < len(service.consumer.sources):
                    await asyncio.sleep(0.05)


async def _asked(database: Database) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(inbox_sources)) or 0)


@asynccontextmanager
async def open_site(bench: Bench) -> AsyncIterator[Site]:
    """Lay out an exchange of its own; nothing runs yet."""
    with TemporaryDirectory(prefix="alongside-bench-") as folder, bench.rabbit.vhost() as amqp_url:
        async with processes(Path(folder), bench.postgres, amqp_url) as exchange:
            site = Site(exchange, amqp_url, Signer())
            for service, url in exchange.databases.items():
                async with opened(service, url) as database, database.transaction() as session:
                    await make_known(session, site.signer)
            yield site


@asynccontextmanager
async def opened(service: str, url: str) -> AsyncIterator[Database]:
    """Open a service's database under keys that nobody else has."""
    database = Database(service, url, Cipher.from_text(Cipher.new_key_text()))
    try:
        yield database
    finally:
        await database.dispose()


@asynccontextmanager
async def fresh_database(bench: Bench, service: str, metadata: MetaData) -> AsyncIterator[Database]:
    """Open a database with the kernel's tables and those of `metadata`; it goes afterwards."""
    name = f"bench_{os.urandom(4).hex()}"
    url = await bench.postgres.create_database(name)
    try:
        async with opened(service, url) as database:
            await create_tables(database, metadata)
            yield database
    finally:
        await bench.postgres.drop_database(name)


async def answers(url: str) -> None:
    """Wait until `url` answers with success."""
    async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(_START_SECONDS):
        while True:
            try:
                if (await http.get(url)).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.01)


def driver_url(url: str) -> str:
    """Return an address of SQLAlchemy's as asyncpg reads it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)
