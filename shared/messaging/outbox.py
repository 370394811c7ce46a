"""The outbox, which is also the event log: an event leaves only through here.

Rows are written in the transaction that made the fact true and stay as long as the case does.
A partial index finds the unpublished, so the cost of looking does not grow with history.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    case,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import UtcDateTime, kernel_metadata
from shared.events.contract import Event
from shared.identifiers import new_id
from shared.messaging.envelope import Envelope, data_of, source_of
from shared.messaging.inbox import inbox_sources
from shared.work import Published, Work, now, work_of

BigKey = BigInteger().with_variant(Integer(), "sqlite")

producer = Table(
    "producer",
    kernel_metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
)
"""One row: the producer's generation, raised at every restore."""

outbox_streams = Table(
    "outbox_streams",
    kernel_metadata,
    Column("stream", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("predecessor", Text),
)
"""The head of each stream. Its row lock orders the writers of that stream."""

outbox = Table(
    "outbox",
    kernel_metadata,
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("stream", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    UniqueConstraint("stream", "epoch", "sequence"),
    Index(
        "ix_outbox_unpublished",
        "position",
        postgresql_where=text("published_at IS NULL"),
        sqlite_where=text("published_at IS NULL"),
    ),
)


def publish(session: AsyncSession, *events: Event) -> None:
    """Say that `events` are true once this transaction commits. Writes nothing by itself."""
    work = work_of(session)
    cause = (work.correlation_id, work.causation_id, work.traceparent)
    work.events.extend(Published(event, *cause) for event in events)


async def write_events(session: AsyncSession) -> bool:
    """Number and write what was published in this unit of work; return whether there was any.

    Called by the edge right before it commits, so that stream heads are locked for as short as
    can be, and always in the same order.
    """
    work = work_of(session)
    if not work.events:
        return False
    numbers = await _advance_streams(session, [published.event for published in work.events])
    rows = []
    for published in work.events:
        event = published.event
        epoch, sequence, predecessor = numbers[event.stream].pop(0)
        envelope = _envelope(work, published, epoch, sequence, predecessor)
        rows.append(
            {
                "event_id": envelope.id,
                "stream": event.stream,
                "epoch": epoch,
                "sequence": sequence,
                "type": event.type,
                "envelope": envelope.to_bytes(),
                "recorded_at": work.started_at,
            }
        )
    await session.execute(insert(outbox), rows)
    work.events.clear()
    return True


def _envelope(
    work: Work, published: Published, epoch: int, sequence: int, predecessor: str | None
) -> Envelope:
    event = published.event
    return Envelope(
        id=new_id(),
        source=source_of(work.service),
        type=event.type,
        time=work.started_at,
        subject=event.stream,
        epoch=epoch,
        sequence=sequence,
        predecessor=predecessor if sequence == 1 else None,
        correlationid=published.correlation_id,
        causationid=published.causation_id,
        traceparent=published.traceparent,
        synthetic=event.is_synthetic,
        data=data_of(event),
    )


async def _advance_streams(
    session: AsyncSession, events: Sequence[Event]
) -> dict[str, list[tuple[int, int, str | None]]]:
    counts: dict[str, int] = {}
    for event in events:
        counts[event.stream] = counts.get(event.stream, 0) + 1
    numbers: dict[str, list[tuple[int, int, str | None]]] = {}
    statement = _ADVANCE[session.get_bind().dialect.name]
    for stream in sorted(counts):
        row = (
            await session.execute(statement, {"stream_name": stream, "steps": counts[stream]})
        ).one()
        first = row.sequence - counts[stream] + 1
        numbers[stream] = [
            (row.epoch, sequence, row.predecessor) for sequence in range(first, row.sequence + 1)
        ]
    return numbers


def _advance_statement(insert_for: Any) -> Any:
    """Advance one stream by `steps`, or start it anew where the epoch has been raised."""
    upsert = insert_for(outbox_streams)
    epoch = select(producer.c.epoch).scalar_subquery()
    steps = bindparam("steps", type_=BigInteger)
    upsert = upsert.values(stream=bindparam("stream_name"), epoch=epoch, sequence=steps)
    kept, offered = outbox_streams.c, upsert.excluded
    is_same = kept.epoch == offered.epoch
    last = kept.epoch.cast(Text).op("||")(":").op("||")(kept.sequence.cast(Text))
    return upsert.on_conflict_do_update(
        index_elements=[kept.stream],
        set_={
            "epoch": offered.epoch,
            "sequence": case((is_same, kept.sequence + steps), else_=steps),
            "predecessor": case((is_same, kept.predecessor), else_=last),
        },
    ).returning(kept.epoch, kept.sequence, kept.predecessor)


_ADVANCE = {
    "postgresql": _advance_statement(postgresql.insert),
    "sqlite": _advance_statement(sqlite.insert),
}


async def raise_epoch(session: AsyncSession) -> int:
    """Begin a new generation of events, and return its number.

    Needed after a restore: what was numbered since the backup is gone here but not elsewhere.
    What was received since is gone as well, so that every source is asked for everything again.
    """
    await session.execute(delete(inbox_sources))
    raised = (
        update(producer)
        .values(epoch=producer.c.epoch + 1, started_at=now(session))
        .returning(producer.c.epoch)
    )
    epoch: int = (await session.execute(raised)).scalar_one()
    return epoch
