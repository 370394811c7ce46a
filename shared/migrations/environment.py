"""What each service's Alembic `env.py` runs: its own tables and the kernel's, as one catalogue."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, MetaData

import shared.audit.anchors
import shared.audit.seal  # noqa: F401 - tables that an api does not use
from shared.database import create_engine, kernel_metadata


def run(service: str, metadata: MetaData) -> None:
    """Migrate over the connection that was handed in, or over the service's own database.

    From the command line the address is read from `<SERVICE>_DATABASE_URL`.
    """
    connection = context.config.attributes.get("connection")
    if connection is None:
        asyncio.run(_connect_and_run(os.environ[f"{service.upper()}_DATABASE_URL"], metadata))
    else:
        _migrate(connection, metadata)


async def _connect_and_run(url: str, metadata: MetaData) -> None:
    engine = create_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, metadata)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
    context.configure(
        connection=connection,
        target_metadata=[kernel_metadata, metadata],
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
