"""Keep the facts that are counted, from events alone, in the transaction that made them true."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.facts import Facts, Row
from services.outcomes.statistics.folding import FOLDS, fold, needed
from services.outcomes.statistics.models import ChangedCase, Kind
from shared.events.contract import AgencyEvent, CaseEvent, Event
from shared.work import now


async def keep_fact(session: AsyncSession, event: Event) -> None:
    """Write what an event of another service changes about the facts.

    Raises `NotYetKnown` where what it builds on has not arrived.
    """
    await keep_facts(session, (event,))


async def keep_facts(session: AsyncSession, events: Sequence[Event]) -> None:
    """Write what events change about the facts; those that are not counted change nothing."""
    of_streams: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if type(event) in FOLDS:
            of_streams[event.stream].append(event)
    for stream in sorted(of_streams):
        await _keep(session, of_streams[stream])


async def _keep(session: AsyncSession, events: Sequence[Event]) -> None:
    """Fold the events of one stream into its facts, under the lock of the case."""
    if isinstance(events[0], CaseEvent):
        await mark_changed(session, (events[0].case_id,), now(session))
    facts = Facts()
    for kind in {kind for event in events for kind in needed(event)}:
        facts.load(kind, await _rows(session, kind, _belongs(kind, events[0])))
    for event in events:
        fold(facts, event)
    for kind, rows in facts.changed():
        await session.execute(_upsert(table_of(kind), _dialect(session)), rows)


def table_of(kind: Kind) -> Table:
    """Return the table that a kind of fact is kept in."""
    table = kind.__table__
    assert isinstance(table, Table)  # noqa: S101 - every kind is mapped to one table
    return table


async def mark_changed(session: AsyncSession, case_ids: Iterable[UUID], at: datetime) -> None:
    """Lock the facts of cases for this unit of work, and say that they are to be counted anew."""
    statement = _upsert(table_of(ChangedCase), _dialect(session))
    for case_id in sorted(case_ids):
        await session.execute(statement, {"case_id": case_id, "changed_at": at})


def _belongs(kind: Kind, event: Event) -> ColumnElement[bool]:
    columns = table_of(kind).c
    if isinstance(event, AgencyEvent):
        return columns.agency_id == event.agency_id
    assert isinstance(event, CaseEvent)  # noqa: S101 - what is counted is one or the other
    return columns.case_id == event.case_id


async def _rows(session: AsyncSession, kind: Kind, belongs: ColumnElement[bool]) -> list[Row]:
    found = await session.execute(select(table_of(kind)).where(belongs))
    return [dict(row) for row in found.mappings()]


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    """Return the statement that writes a whole row in the place of any with its key."""
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values: dict[str, Any] = {column.key: bindparam(column.key) for column in table.columns}
    statement = insert(table).values(values)
    others = [column.key for column in table.columns if not column.primary_key]
    upsert: Insert = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in others},
    )
    return upsert
