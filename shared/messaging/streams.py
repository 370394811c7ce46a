"""The statements by which the inbox moves: what is recorded, how far, and what is parked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Dialect, Table, and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.envelope import Envelope
from shared.messaging.inbox import START, InboxState, Parked, Place, inbox, inbox_streams

StreamKey = tuple[str, str]
"""The source of a stream, and its name there."""


def is_unsettled(table: Any = inbox) -> ColumnElement[bool]:
    """Say "not settled" word for word as the partial index does: only then is the index used."""
    states = (InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)
    return table.c.state.in_(bindparam(None, states, expanding=True, literal_execute=True))  # type: ignore[no-any-return]


NOT_YET_KNOWN = "not_yet_known"

SETTLE = (
    update(inbox)
    .where(inbox.c.source == bindparam("of_source"), inbox.c.event_id == bindparam("of_event"))
    .values(
        state=InboxState.APPLIED,
        sealed=None,
        next_attempt_at=None,
        reason=bindparam("because", type_=inbox.c.reason.type),
    )
)
MOVE_HEAD = (
    update(inbox_streams)
    .where(
        inbox_streams.c.source == bindparam("of_source"),
        inbox_streams.c.stream == bindparam("of_stream"),
    )
    .values(epoch=bindparam("to_epoch"), sequence=bindparam("to_sequence"))
)

STOP_WAITING = (
    update(inbox)
    .where(
        is_unsettled(),
        inbox.c.source.in_(bindparam("of_sources", expanding=True)),
        inbox.c.stream.in_(bindparam("of_streams", expanding=True)),
        inbox.c.state == InboxState.WAITING,
        inbox.c.reason == NOT_YET_KNOWN,
    )
    .values(next_attempt_at=bindparam("due_at", type_=inbox.c.next_attempt_at.type))
)
"""What waits for a fact about a case tries again as soon as another source tells of that case."""

PARKED_AT_ONCE = 100


async def not_recorded(session: AsyncSession, envelopes: Sequence[Envelope]) -> list[Envelope]:
    """Return what is not in the inbox yet, each event once."""
    if not envelopes:
        return []
    query = select(inbox.c.source, inbox.c.event_id).where(
        inbox.c.source.in_({envelope.source for envelope in envelopes}),
        inbox.c.event_id.in_([envelope.id for envelope in envelopes]),
    )
    recorded = {(row.source, row.event_id) for row in await session.execute(query)}
    unknown: dict[tuple[str, UUID], Envelope] = {}
    for envelope in envelopes:
        key = (envelope.source, envelope.id)
        if key not in recorded:
            unknown.setdefault(key, envelope)
    return list(unknown.values())


async def begin_streams(session: AsyncSession, keys: Sequence[StreamKey]) -> None:
    begin = insert_for(session.get_bind().dialect)(inbox_streams)
    rows = [
        {"source": source, "stream": stream, "epoch": START.epoch, "sequence": START.sequence}
        for source, stream in keys
    ]
    await session.execute(begin.on_conflict_do_nothing(), rows)


async def locked_heads(session: AsyncSession, keys: Sequence[StreamKey]) -> dict[StreamKey, Place]:
    """Lock the heads of these streams, in one order for everyone; begin those not heard of."""
    query = (
        select(inbox_streams)
        .where(_is_among(inbox_streams, keys))
        .order_by(inbox_streams.c.source, inbox_streams.c.stream)
        .with_for_update()
    )
    rows = (await session.execute(query)).all()
    if len(rows) < len(keys):
        await begin_streams(session, keys)
        rows = (await session.execute(query)).all()
    return {(row.source, row.stream): Place(row.epoch, row.sequence) for row in rows}


async def parked_in(
    session: AsyncSession, keys: Sequence[StreamKey]
) -> dict[StreamKey, list[Parked]]:
    """Return what is parked in these streams, in order; the rest of a long row comes later."""
    query = (
        select(inbox)
        .where(is_unsettled(), _is_among(inbox, keys))
        .order_by(inbox.c.source, inbox.c.stream, inbox.c.epoch, inbox.c.sequence)
        .limit(PARKED_AT_ONCE)
    )
    parked: dict[StreamKey, list[Parked]] = {}
    for row in await session.execute(query):
        place = Place(row.epoch, row.sequence)
        parked.setdefault((row.source, row.stream), []).append(
            Parked(row.event_id, place, row.state, row.next_attempt_at, row.sealed)
        )
    return parked


def _is_among(table: Table, keys: Sequence[StreamKey]) -> ColumnElement[bool]:
    """Name streams source by source: SQLite finds pairs of values only by reading every row."""
    by_source: dict[str, list[str]] = {}
    for source, stream in keys:
        by_source.setdefault(source, []).append(stream)
    return or_(
        *(
            and_(table.c.source == source, table.c.stream.in_(streams))
            for source, streams in by_source.items()
        )
    )


def park_statement(session: AsyncSession, row: dict[str, Any]) -> Any:
    """Return the statement that parks an event, unless it has been settled meanwhile."""
    statement = insert_for(session.get_bind().dialect)(inbox).values(row)
    kept = ("state", "attempts", "next_attempt_at", "reason")
    return statement.on_conflict_do_update(
        index_elements=["source", "event_id"],
        set_={name: statement.excluded[name] for name in kept},
        where=is_unsettled(),
    )


def insert_for(dialect: Dialect) -> Any:
    """Return the insert that knows "on conflict" in this database's own words."""
    return postgresql.insert if dialect.name == "postgresql" else sqlite.insert
