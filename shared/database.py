"""Database types, engines and conventions that hold on PostgreSQL and on SQLite."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")


def new_metadata() -> MetaData:
    """Return a catalogue whose constraints are named the same way everywhere."""
    return MetaData(naming_convention=NAMING)


kernel_metadata = new_metadata()
"""The kernel's own tables, present in the database of each service."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; naive values are refused, SQLite's naive answers are mended."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - given by SQLAlchemy
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - given by SQLAlchemy
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def coded(codes: type[StrEnum]) -> Enum:
    """Return a column type for a code list: text, without a native type, loaded as the enum.

    Code lists grow, and a new code must not need a migration in three databases; so the list is
    held by the models at the edge and not by a check constraint.
    """
    return Enum(
        codes,
        native_enum=False,
        create_constraint=False,
        length=64,
        values_callable=lambda members: [member.value for member in members],
    )


LOCK_NOT_AVAILABLE = "55P03"

_SECONDS_KEPT = 180
"""How old a pooled connection may be: younger than what firewalls forget without a word."""


def sqlstate_of(error: DBAPIError) -> str | None:
    """Return PostgreSQL's code for an error, as in `LOCK_NOT_AVAILABLE`; None on SQLite."""
    code: str | None = getattr(error.orig, "sqlstate", None)
    return code


_SERVER_SETTINGS = {
    "lock_timeout": "5000",
    "statement_timeout": "25000",
    # A plan that was kept from when a table was empty reads all of it once it has grown.
    "plan_cache_mode": "force_custom_plan",
}


def create_engine(url: str, *, pool_size: int = 6) -> AsyncEngine:
    """Return an engine for `url`; SQLite is made safe against lost updates and power loss."""
    if url.startswith("sqlite"):
        engine = create_async_engine(
            url, hide_parameters=True, connect_args={"isolation_level": None}
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return engine
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        pool_recycle=_SECONDS_KEPT,
        connect_args={
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": _SERVER_SETTINGS,
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, _entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """Have the pool replace connections that the server closed; it told the driver so.

    Asking the server instead would cost each unit of work three round trips.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=15000",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def insert_if_new(
    session: AsyncSession, model: type[DeclarativeBase], row: dict[str, Any]
) -> bool:
    """Insert a row unless one has its key already; one being inserted elsewhere is waited for."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(model)
    first_column = next(iter(model.__table__.primary_key))
    statement = insert.values(row).on_conflict_do_nothing().returning(first_column)
    return (await session.execute(statement)).first() is not None
