"""The statements by which the inbox moves: what is recorded, how far, and what is parked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.envelope import Envelope
from shared.messaging.inbox import START, InboxState, Place, inbox, inbox_streams

StreamKey = tuple[str, str]
"""The source of a stream, and its name there."""

UNSETTLED = (InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)

SETTLE = (
    update(inbox)
    .where(inbox.c.source == bindparam("of_source"), inbox.c.event_id == bindparam("of_event"))
    .values(state=InboxState.APPLIED, sealed=None, next_attempt_at=None)
)
MOVE_HEAD = (
    update(inbox_streams)
    .where(
        inbox_streams.c.source == bindparam("of_source"),
        inbox_streams.c.stream == bindparam("of_stream"),
    )
    .values(epoch=bindparam("to_epoch"), sequence=bindparam("to_sequence"))
)


async def not_recorded(session: AsyncSession, envelopes: Sequence[Envelope]) -> list[Envelope]:
    """Return what is not in the inbox yet, each event once."""
    if not envelopes:
        return []
    query = select(inbox.c.source, inbox.c.event_id).where(
        inbox.c.event_id.in_([envelope.id for envelope in envelopes])
    )
    recorded = {(row.source, row.event_id) for row in await session.execute(query)}
    unknown: dict[tuple[str, UUID], Envelope] = {}
    for envelope in envelopes:
        key = (envelope.source, envelope.id)
        if key not in recorded:
            unknown.setdefault(key, envelope)
    return list(unknown.values())


async def begin_streams(session: AsyncSession, keys: Sequence[StreamKey]) -> None:
    insert_for = postgresql.insert if _is_postgresql(session) else sqlite.insert
    rows = [
        {"source": source, "stream": stream, "epoch": START.epoch, "sequence": START.sequence}
        for source, stream in keys
    ]
    await session.execute(insert_for(inbox_streams).on_conflict_do_nothing(), rows)


async def locked_heads(session: AsyncSession, keys: Sequence[StreamKey]) -> dict[StreamKey, Place]:
    """Lock the heads of these streams, in one order for everyone; begin those not heard of."""
    query = (
        select(inbox_streams)
        .where(tuple_(inbox_streams.c.source, inbox_streams.c.stream).in_(keys))
        .order_by(inbox_streams.c.source, inbox_streams.c.stream)
        .with_for_update()
    )
    rows = (await session.execute(query)).all()
    if len(rows) < len(keys):
        await begin_streams(session, keys)
        rows = (await session.execute(query)).all()
    return {(row.source, row.stream): Place(row.epoch, row.sequence) for row in rows}


async def attempts_so_far(session: AsyncSession, envelope: Envelope) -> int:
    query = select(inbox.c.attempts).where(
        inbox.c.source == envelope.source, inbox.c.event_id == envelope.id
    )
    return (await session.execute(query)).scalar_one_or_none() or 0


def park_statement(session: AsyncSession, row: dict[str, Any]) -> Any:
    """Return the statement that parks an event, unless it has been settled meanwhile."""
    insert_for = postgresql.insert if _is_postgresql(session) else sqlite.insert
    statement = insert_for(inbox).values(row)
    kept = ("state", "attempts", "next_attempt_at", "reason")
    return statement.on_conflict_do_update(
        index_elements=["source", "event_id"],
        set_={name: statement.excluded[name] for name in kept},
        where=inbox.c.state.in_(UNSETTLED),
    )


def _is_postgresql(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"
