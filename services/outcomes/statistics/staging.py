"""Carry rows from the database into DuckDB, in bulk: as CSV, which both sides read and write."""

import asyncio
import csv
from pathlib import Path
from typing import Any, Final

import duckdb
from sqlalchemy import Boolean, Column, Date, Integer, Select, Table, Uuid
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import UtcDateTime

_TYPES: Final = (
    (Uuid, "UUID"),
    (Boolean, "BOOLEAN"),
    (Integer, "INTEGER"),
    (Date, "DATE"),
    (UtcDateTime, "TIMESTAMPTZ"),
)


def create_stage(duck: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make room in DuckDB for rows of `table`, under its own name; JSON and codes are text."""
    columns = ", ".join(f'"{column.key}" {_type(column)}' for column in table.columns)
    duck.execute(f'CREATE TEMP TABLE "{table.name}" ({columns})')


async def write_csv(connection: AsyncConnection, query: Select[Any], file: Path) -> None:
    """Write the rows of a query without parameters, as PostgreSQL or SQLite show them."""
    text = str(query.compile(connection.sync_engine, compile_kwargs={"literal_binds": True}))
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None  # noqa: S101 - it is open
        await raw.driver_connection.copy_from_query(text, output=file, format="csv")
        return
    rows = (await connection.exec_driver_sql(text)).all()
    await asyncio.to_thread(_write, file, [tuple(row) for row in rows])


def stage(duck: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Put the rows of a file in the place of those that were staged."""
    columns = ", ".join(f"'{column.key}': '{_type(column)}'" for column in table.columns)
    duck.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - a table of our own
    duck.execute(
        f'INSERT INTO "{table.name}" SELECT * FROM read_csv($file, header=false, '  # noqa: S608 - the same
        f"auto_detect=false, delim=',', quote='\"', escape='\"', columns={{{columns}}})",
        {"file": str(file)},
    )


def _type(column: Column[Any]) -> str:
    return next((name for kind, name in _TYPES if isinstance(column.type, kind)), "VARCHAR")


def _write(file: Path, rows: list[tuple[Any, ...]]) -> None:
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)
