"""Keep a columnar copy of the facts, and bring it up to date before each question.

Only cases whose facts were written since are carried over, so that the cost of a question does not
grow with what has not changed. Each process has a copy of its own, made anew when it starts.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

import duckdb
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from services.outcomes.statistics.commands import table_of
from services.outcomes.statistics.dataset import TABLES, Dataset
from services.outcomes.statistics.models import FACTS, ApproachFact, ChangedCase
from services.outcomes.statistics.staging import create_stage, stage, write_csv
from shared.access.tables import known_agencies
from shared.work import now

_DERIVE = (Path(__file__).parent / "derived.sql").read_text()
_DERIVE_WHOLE = """
DELETE FROM agencies;
DELETE FROM approaches;
INSERT INTO agencies BY NAME SELECT agency_id, synthetic, name, kind FROM known_agencies;
INSERT INTO approaches BY NAME
SELECT agency_id, synthetic, first_day, last_day, declared::JSON AS declared FROM approach_facts;
"""
_OF_CASES: Final = tuple(table_of(kind) for kind in FACTS if kind is not ApproachFact)
_WHOLE: Final = (table_of(ApproachFact), known_agencies)
_COUNTED: Final = (
    "concerns",
    "enquiries",
    "conversations",
    "desired_outcomes",
    "engagements",
    "invitations",
)
_CHANGED = table_of(ChangedCase)

GRACE = timedelta(minutes=10)
"""Longer than a unit of work may take, and than clocks of two processes may differ."""

CASES_AT_ONCE = 20_000
_NAMED_AT_ONCE = 500


class Counted:
    """The copy of the facts in the memory of one process, which has none until it is asked."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._writer: duckdb.DuckDBPyConnection | None = None
        self._dataset: Dataset | None = None
        self._newest: datetime | None = None
        self._seen: dict[UUID, datetime] = {}

    async def current(self, session: AsyncSession) -> Dataset:
        """Return the facts as they are now, for this unit of work. Who asks meanwhile waits."""
        async with self._lock:
            as_at = now(session)
            connection = await session.connection()
            if self._writer is None:
                self._writer = await self._fill(connection)
                changed = True
            else:
                changed = await self._bring_up_to_date(connection, self._writer)
            if self._dataset is None or changed:
                self._dataset = Dataset(self._writer.cursor(), as_at)
            else:
                self._dataset = replace(self._dataset, as_at=as_at)
            return self._dataset

    async def _fill(self, connection: AsyncConnection) -> duckdb.DuckDBPyConnection:
        """Make the copy anew, some cases after the other, so that memory does not grow with it."""
        writer = await asyncio.to_thread(_open)
        await self._note_changes(connection)
        last = None
        while case_ids := await _next_cases(connection, last):
            last = case_ids[-1]
            await _carry_over(connection, writer, _CHANGED.c.case_id.between(case_ids[0], last))
        await _carry_whole(connection, writer)
        return writer

    async def _bring_up_to_date(
        self, connection: AsyncConnection, writer: duckdb.DuckDBPyConnection
    ) -> bool:
        """Carry over what was written since; tell whether there was anything."""
        changed = await self._note_changes(connection)
        for start in range(0, len(changed), _NAMED_AT_ONCE):
            some = changed[start : start + _NAMED_AT_ONCE]
            await _carry_over(connection, writer, _CHANGED.c.case_id.in_(some))
        if changed:
            await _carry_whole(connection, writer)
        return bool(changed)

    async def _note_changes(self, connection: AsyncConnection) -> list[UUID]:
        """Return the cases that were written since they were seen last.

        A unit of work may commit after one that began later, so the last minutes are looked at
        again each time.
        """
        query = select(_CHANGED.c.case_id, _CHANGED.c.changed_at)
        if self._newest is not None:
            query = query.where(_CHANGED.c.changed_at >= self._newest - GRACE)
        written = {row.case_id: row.changed_at for row in await connection.execute(query)}
        changed = sorted(case for case, at in written.items() if self._seen.get(case) != at)
        if written:
            self._newest = max(written.values())
            recent = self._newest - GRACE
            self._seen = {case: at for case, at in written.items() if at >= recent}
        return changed


def _open() -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty copy."""
    writer = duckdb.connect(":memory:")
    writer.execute("SET TimeZone = 'UTC'")
    writer.execute(TABLES)
    for table in (_CHANGED, *_OF_CASES, *_WHOLE):
        create_stage(writer, table)
    return writer


async def _next_cases(connection: AsyncConnection, last: UUID | None) -> Sequence[UUID]:
    query = select(_CHANGED.c.case_id).order_by(_CHANGED.c.case_id).limit(CASES_AT_ONCE)
    if last is not None:
        query = query.where(_CHANGED.c.case_id > last)
    return (await connection.scalars(query)).all()


async def _carry_over(
    connection: AsyncConnection, duck: duckdb.DuckDBPyConnection, which: ColumnElement[bool]
) -> None:
    """Count some cases anew, and nothing of them twice."""
    with TemporaryDirectory() as folder:
        for table in (_CHANGED, *_OF_CASES):
            ids = select(_CHANGED.c.case_id).where(which)
            rows = select(table).where(table.c.case_id.in_(ids))
            await write_csv(connection, rows, Path(folder) / table.name)
        await asyncio.to_thread(_take_in, duck, Path(folder))


def _take_in(writer: duckdb.DuckDBPyConnection, folder: Path) -> None:
    writer.execute("BEGIN TRANSACTION")
    for table in (_CHANGED, *_OF_CASES):
        stage(writer, table, folder / table.name)
    for name in _COUNTED:
        writer.execute(
            f"DELETE FROM {name} WHERE case_id IN (SELECT case_id FROM changed_cases)"  # noqa: S608 - a table of our own
        )
    writer.execute(_DERIVE)
    writer.execute("COMMIT")


async def _carry_whole(connection: AsyncConnection, writer: duckdb.DuckDBPyConnection) -> None:
    """Count agencies and their approaches anew; there are few."""
    with TemporaryDirectory() as folder:
        for table in _WHOLE:
            await write_csv(connection, select(table), Path(folder) / table.name)
        await asyncio.to_thread(_take_in_whole, writer, Path(folder))


def _take_in_whole(writer: duckdb.DuckDBPyConnection, folder: Path) -> None:
    writer.execute("BEGIN TRANSACTION")
    for table in _WHOLE:
        stage(writer, table, folder / table.name)
    writer.execute(_DERIVE_WHOLE)
    writer.execute("COMMIT")
