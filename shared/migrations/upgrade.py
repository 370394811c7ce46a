"""Bring a service's database to its newest migration, and tell whether it is there."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


def configuration(service: str) -> Config:
    """Return Alembic's configuration for the migrations kept in the service's own folder."""
    config = Config()
    config.set_main_option("script_location", f"services.{service}:migrations")
    return config


@cache
def head_of(service: str) -> str:
    """Return the newest migration of a service; raises if there is more than one head."""
    head = ScriptDirectory.from_config(configuration(service)).get_current_head()
    if head is None:
        raise LookupError(f"{service} has no migrations")
    return head


async def upgrade(engine: AsyncEngine, service: str) -> None:
    """Run every migration that the database has not seen; one transaction for all of them."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, service)


def _upgrade(connection: Connection, service: str) -> None:
    config = configuration(service)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def is_current(connection: AsyncConnection, service: str) -> bool:
    """Tell whether the database has seen every migration of the service."""
    return await connection.run_sync(_revision) == head_of(service)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
