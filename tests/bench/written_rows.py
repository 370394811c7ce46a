"""The floor of writing: the very rows that one request wrote, inserted anew by bare asyncpg."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from services.intake.concerns.models import Concern
from shared.database import kernel_metadata
from shared.identifiers import new_id

Insert = tuple[str, Sequence[Any]]

_TABLES = [
    table.name
    for metadata in (Concern.metadata, kernel_metadata)
    for table in metadata.sorted_tables
]
_MADE_BY_THE_DATABASE = {("outbox", "position")}
_UUID_VERSION_OF_NEW_IDS = 7


@dataclass(frozen=True)
class WrittenRow:
    """One row, as it was written."""

    statement: str
    values: tuple[Any, ...]
    columns: tuple[str, ...]


async def rows_of_newest_request(connection: asyncpg.Connection) -> list[WrittenRow]:
    """Return every row that the transaction wrote which raised the newest concern."""
    transaction = await connection.fetchval(
        "SELECT xmin::text FROM concerns ORDER BY raised_at DESC, concern_id DESC LIMIT 1"
    )
    return [
        _written(table, record)
        for table in _TABLES
        for record in await connection.fetch(
            f'SELECT * FROM "{table}" WHERE xmin::text = $1',  # noqa: S608 - our own tables
            transaction,
        )
    ]


def _written(table: str, record: asyncpg.Record) -> WrittenRow:
    columns = tuple(name for name in record.keys() if (table, name) not in _MADE_BY_THE_DATABASE)  # noqa: SIM118 - a record iterates over its values
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 - the same
    return WrittenRow(statement, tuple(record[name] for name in columns), columns)


def written_anew(rows: Sequence[WrittenRow]) -> list[Insert]:
    """Return the inserts of the same rows under ids that are new."""
    values = [value for row in rows for value in row.values]
    ids = {value for value in values if _is_new_id(value)}
    renamed = {str(old): new_id() for old in ids}
    return [
        (
            row.statement,
            [
                _renamed(value, renamed) if column != "key_digest" else os.urandom(len(value))
                for column, value in zip(row.columns, row.values, strict=True)
            ],
        )
        for row in rows
    ]


def _is_new_id(value: object) -> bool:
    return isinstance(value, UUID) and value.version == _UUID_VERSION_OF_NEW_IDS


def _renamed(value: Any, renamed: dict[str, UUID]) -> Any:
    if _is_new_id(value):
        return renamed[str(value)]
    if isinstance(value, str):
        for old, new in renamed.items():
            value = value.replace(old, str(new))
    return value


async def insert(connection: asyncpg.Connection, inserts: Sequence[Insert]) -> None:
    """Insert rows in one transaction."""
    async with connection.transaction():
        for statement, values in inserts:
            await connection.execute(statement, *values)
