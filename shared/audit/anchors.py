"""Keep the seals that other services tell of: what they vouch for can't be rewritten unseen."""

from sqlalchemy import Column, Integer, Table, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import UtcDateTime, kernel_metadata
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import SealEvent
from shared.messaging.consumer import Consumer
from shared.work import happened_at

audit_anchors = Table(
    "audit_anchors",
    kernel_metadata,
    Column("source", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, primary_key=True),
    Column("sealed_at", UtcDateTime, nullable=False),
)
"""A restored service seals some numbers again: both stay, and tell of the restore."""


def listen_for_seals(consumer: Consumer) -> None:
    """Let `consumer` keep the seals of the other services it listens to."""
    for name, event_class in EVENT_TYPES.items():
        source = name.partition(".")[0]
        if source not in consumer.sources or source == consumer.name:
            continue
        if issubclass(event_class, SealEvent):
            consumer.on(event_class)(keep_anchor)


async def keep_anchor(session: AsyncSession, event: SealEvent) -> None:
    """Keep one seal."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(audit_anchors)
    values = {
        "source": event.source,
        "number": event.number,
        "digest": event.digest,
        "sealed_at": happened_at(session),
    }
    await session.execute(insert.values(values).on_conflict_do_nothing())


async def list_anchors(session: AsyncSession, source: str) -> list[tuple[int, str]]:
    """Return the seals of `source` that were kept here, as number and digest."""
    query = (
        select(audit_anchors.c.number, audit_anchors.c.digest)
        .where(audit_anchors.c.source == source)
        .order_by(audit_anchors.c.number)
    )
    return [(row.number, row.digest) for row in await session.execute(query)]
