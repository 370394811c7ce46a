"""Each service has one line of migrations, and it leads to what the models say."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine
from shared.migrations.upgrade import configuration, is_current, upgrade
from tests.architecture.sources import SERVICES


def _check(connection: Connection, service: str) -> None:
    config = configuration(service)
    config.attributes["connection"] = connection
    command.check(config)


async def _upgrade_and_check(engine: AsyncEngine, service: str) -> None:
    try:
        await upgrade(engine, service)
        async with engine.connect() as connection:
            assert await is_current(connection, service)
            await connection.run_sync(_check, service)
    finally:
        await engine.dispose()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_one_head(service: str) -> None:
    assert len(ScriptDirectory.from_config(configuration(service)).get_heads()) == 1


@pytest.mark.parametrize("service", SERVICES)
async def test_migrations_lead_to_the_models_on_sqlite(service: str, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/{service}.sqlite3")
    await _upgrade_and_check(engine, service)


@pytest.mark.parametrize("service", SERVICES)
async def test_migrations_lead_to_the_models_on_postgresql(service: str, postgres_url: str) -> None:
    await _upgrade_and_check(create_engine(postgres_url), service)


async def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/intake.sqlite3")
    await upgrade(engine, "intake")
    await _upgrade_and_check(engine, "intake")
