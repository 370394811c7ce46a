"""Real servers for the tests that ask for them; without them the run ends, it never skips."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from deploy.servers.install import ServersMissing
from deploy.servers.postgres import Postgres, running_postgres
from deploy.servers.rabbitmq import Rabbit, RabbitServer, running_rabbitmq


@contextmanager
def _or_end_the_run() -> Iterator[None]:
    try:
        yield
    except ServersMissing as missing:
        pytest.exit(str(missing), returncode=1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """Return a PostgreSQL shared by all tests."""
    with _or_end_the_run(), running_postgres() as postgres:
        yield postgres


@pytest.fixture(scope="session")
def rabbit_server() -> Iterator[Rabbit]:
    """Return a RabbitMQ shared by all tests, which none of them may stop."""
    with _or_end_the_run(), running_rabbitmq() as rabbit:
        yield rabbit


@pytest.fixture
async def postgres_url(postgres_server: Postgres) -> AsyncIterator[str]:
    """Return the address of an empty database of the test's own."""
    name = f"test_{uuid4().hex}"
    yield await postgres_server.create_database(name)
    await postgres_server.drop_database(name)


@pytest.fixture
def amqp_url(rabbit_server: Rabbit) -> Iterator[str]:
    """Return the address of an empty virtual host of the test's own."""
    with rabbit_server.vhost() as url:
        yield url


@pytest.fixture
def private_rabbit() -> Iterator[RabbitServer]:
    """Return a broker of the test's own, to stop, alarm or kill."""
    with _or_end_the_run(), RabbitServer() as server:
        yield server
