"""Three services on each transport: memory over SQLite, RabbitMQ over PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.servers.postgres import Postgres
from shared.messaging.broker import Broker
from shared.messaging.memory import MemoryBroker
from shared.messaging.rabbit import RabbitBroker
from tests.shared.messaging.services import Exchange, Service, Watch, open_service
from tests.support.desk import sqlite_url

SOURCES = {
    "partners": ("intake", "outcomes"),
    "intake": ("partners", "outcomes"),
    "outcomes": ("partners", "intake"),
}


@pytest.fixture
def watch() -> Watch:
    return Watch()


@asynccontextmanager
async def _working(service: Service, broker: Broker) -> AsyncIterator[None]:
    service.work(broker)
    carrying = asyncio.create_task(broker.carry())
    try:
        async with asyncio.timeout(20):
            while not broker.is_well():
                await asyncio.sleep(0.01)
        yield
    finally:
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)
        await service.worker.relay.release()
        await broker.close()


@asynccontextmanager
async def on_memory(folder: Path, watch: Watch) -> AsyncIterator[Exchange]:
    broker = MemoryBroker()
    async with AsyncExitStack() as stack:
        services = {}
        for name, sources in SOURCES.items():
            opened = open_service(name, sources, sqlite_url(folder, name), watch)
            services[name] = await stack.enter_async_context(opened)
            await stack.enter_async_context(_working(services[name], broker))
        yield Exchange(watch, services)


@asynccontextmanager
async def on_rabbit(postgres: Postgres, amqp_url: str, watch: Watch) -> AsyncIterator[Exchange]:
    async with AsyncExitStack() as stack:
        services = {}
        for name, sources in SOURCES.items():
            database = f"test_{uuid4().hex}"
            url = await postgres.create_database(database)
            stack.push_async_callback(postgres.drop_database, database)
            opened = open_service(name, sources, url, watch)
            services[name] = await stack.enter_async_context(opened)
            broker = RabbitBroker(amqp_url, name)
            await stack.enter_async_context(_working(services[name], broker))
        yield Exchange(watch, services)


@pytest.fixture(params=["memory", "rabbit"])
async def exchange(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Watch
) -> AsyncIterator[Exchange]:
    """Return an exchange on one of the two transports."""
    if request.param == "memory":
        opened = on_memory(tmp_path, watch)
    else:
        postgres = request.getfixturevalue("postgres_server")
        opened = on_rabbit(postgres, request.getfixturevalue("amqp_url"), watch)
    async with opened as exchange:
        yield exchange


@pytest.fixture(params=["sqlite", "postgresql"])
async def service(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Watch
) -> AsyncIterator[Service]:
    """Return a service by itself, attached to no broker, on one of the two databases."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path, "intake")
    else:
        name = f"test_{uuid4().hex}"
        postgres: Postgres = request.getfixturevalue("postgres_server")
        url = await postgres.create_database(name)
    async with open_service("intake", ("partners",), url, watch) as service:
        yield service
    if request.param == "postgresql":
        await postgres.drop_database(name)
