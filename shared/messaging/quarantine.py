"""Events that could not be applied: listed without their bodies, replayed, or discarded."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.audit.append import record_change
from shared.errors import Conflict, NotFound
from shared.messaging.inbox import InboxState, Place, inbox, inbox_streams
from shared.messaging.parking import UNREADABLE
from shared.messaging.receiving import Receiver
from shared.messaging.streams import StreamKey, is_unsettled
from shared.transactions import Database
from shared.work import Actor

OPERATOR = Actor(name="operator")


@dataclass(frozen=True, slots=True)
class QuarantinedEvent:
    """What an operator sees of an event in quarantine: never its body."""

    event_id: UUID
    source: str
    type: str
    stream: str
    reason: str
    attempts: int
    received_at: datetime


class NotInQuarantine(NotFound):
    """No event of this id is in quarantine."""


class CantBeReplayed(Conflict):
    """It could not be read, or its turn has passed: it can only be discarded."""


async def list_quarantined(database: Database) -> list[QuarantinedEvent]:
    """Return what is in quarantine, the oldest first."""
    names = QuarantinedEvent.__dataclass_fields__
    query = (
        select(*(inbox.c[name] for name in names))
        .where(is_unsettled(), inbox.c.state == InboxState.QUARANTINED)
        .order_by(inbox.c.received_at)
    )
    async with database.engine.connect() as connection:
        return [QuarantinedEvent(**row._mapping) for row in await connection.execute(query)]  # noqa: SLF001 - public in SQLAlchemy


async def replay(database: Database, receiver: Receiver, event_id: UUID) -> bool:
    """Try an event again, and what is held behind it; return whether it was applied."""
    async with database.transaction(actor=OPERATOR) as session:
        stream, place = await _find(session, event_id)
        if stream[0] == UNREADABLE or place <= await _head(session, stream):
            raise CantBeReplayed
        await _release(session, event_id, InboxState.HELD, None)
        record_change(session, "replay_quarantined", f"event/{event_id}")
    await receiver.go_on(stream)
    async with database.engine.connect() as connection:
        query = select(inbox.c.state).where(inbox.c.event_id == event_id)
        return (await connection.execute(query)).scalar_one() is InboxState.APPLIED


async def discard(database: Database, receiver: Receiver, event_id: UUID, reason: str) -> None:
    """Give an event up for a reason, which is kept; its stream goes on behind it."""
    async with database.transaction(actor=OPERATOR) as session:
        stream, place = await _find(session, event_id)
        await _release(session, event_id, InboxState.DISCARDED, reason)
        record_change(session, "discard_quarantined", f"event/{event_id}")
        if stream[0] == UNREADABLE:
            return
        if place > await _head(session, stream):
            await session.execute(
                update(inbox_streams)
                .where(inbox_streams.c.source == stream[0], inbox_streams.c.stream == stream[1])
                .values(epoch=place.epoch, sequence=place.sequence)
            )
    await receiver.go_on(stream)


async def _find(session: AsyncSession, event_id: UUID) -> tuple[StreamKey, Place]:
    query = (
        select(inbox.c.source, inbox.c.stream, inbox.c.epoch, inbox.c.sequence)
        .where(
            is_unsettled(),
            inbox.c.event_id == event_id,
            inbox.c.state == InboxState.QUARANTINED,
        )
        .with_for_update()
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotInQuarantine
    return (row.source, row.stream), Place(row.epoch, row.sequence)


async def _head(session: AsyncSession, stream: StreamKey) -> Place:
    query = (
        select(inbox_streams.c.epoch, inbox_streams.c.sequence)
        .where(inbox_streams.c.source == stream[0], inbox_streams.c.stream == stream[1])
        .with_for_update()
    )
    row = (await session.execute(query)).one()
    return Place(row.epoch, row.sequence)


async def _release(
    session: AsyncSession, event_id: UUID, state: InboxState, reason: str | None
) -> None:
    values = {"state": state, "reason": reason, "attempts": 0, "next_attempt_at": None}
    if state is InboxState.DISCARDED:
        values["sealed"] = None
    await session.execute(update(inbox).where(inbox.c.event_id == event_id).values(**values))
