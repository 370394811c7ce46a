"""The databases as compose makes them: each service opens its own, and no other."""

import os
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from deploy.secret_files import make_secrets
from deploy.servers.install import programs_of
from deploy.servers.postgres import PostgresServer
from deploy.services import SERVICES


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return each service's address for `postgres://`, on a server prepared by compose's script."""
    secrets = tmp_path_factory.mktemp("secrets")
    make_secrets(secrets)
    with PostgresServer() as server:
        place = urlsplit(server.url)
        subprocess.run(
            ["deploy/postgres/10-databases.sh"],  # noqa: S607 - a file of this repository
            check=True,
            env={
                "PATH": f"{programs_of('postgres')}:{os.environ['PATH']}",
                "SECRETS": str(secrets),
                "PGHOST": str(place.hostname),
                "PGPORT": str(place.port),
                "PGUSER": str(place.username),
                "PGPASSWORD": str(place.password),
            },
        )
        yield {
            service: (secrets / f"{service}_database_url")
            .read_text()
            .replace("postgresql+asyncpg", "postgresql")
            .replace("@postgres/", f"@127.0.0.1:{place.port}/")
            for service in SERVICES
        }


async def _may_open(url: str, database: str) -> bool:
    try:
        connection = await asyncpg.connect(url, database=database)
    except asyncpg.InsufficientPrivilegeError:
        return False
    await connection.close()
    return True


async def test_a_service_opens_its_own_database_and_no_other(urls: dict[str, str]) -> None:
    opened = {
        (service, database)
        for service, url in urls.items()
        for database in (*SERVICES, "postgres", "template1")
        if await _may_open(url.rpartition("/")[0], database)
    }
    assert opened == {(service, service) for service in SERVICES}


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_has_no_power_beyond_its_database(
    urls: dict[str, str], service: str
) -> None:
    connection = await asyncpg.connect(urls[service])
    try:
        role = await connection.fetchrow("SELECT * FROM pg_roles WHERE rolname = current_user")
        await connection.execute("CREATE TABLE kept (id int)")
    finally:
        await connection.close()
    powers = ("super", "createrole", "createdb", "replication", "bypassrls")
    assert not any(role[f"rol{power}"] for power in powers)
