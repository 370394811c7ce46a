"""The outbox read as the log that it is: what a service has ever published, in order."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.contract import EVENT_TYPES, Event
from shared.messaging.envelope import Envelope
from shared.messaging.outbox import outbox


async def list_streams(
    connection: AsyncConnection, prefix: str, *, after: str, at_most: int
) -> Sequence[str]:
    """Return the next streams by name that begin with `prefix`, as in "case/"."""
    streams = (
        select(outbox.c.stream)
        .where(outbox.c.stream > after, outbox.c.stream < f"{prefix}~", outbox.c.sequence == 1)
        .distinct()
        .order_by(outbox.c.stream)
        .limit(at_most)
    )
    return (await connection.scalars(streams)).all()


async def read_streams(
    connection: AsyncConnection, streams: Collection[str], types: Collection[str]
) -> list[Event]:
    """Return the events of some types in these streams, each stream's own in their order."""
    query = (
        select(outbox.c.envelope)
        .where(outbox.c.stream.in_(streams), outbox.c.type.in_(types))
        .order_by(outbox.c.stream, outbox.c.epoch, outbox.c.sequence)
    )
    envelopes = map(Envelope.model_validate_json, await connection.scalars(query))
    return [EVENT_TYPES[envelope.type].model_validate(envelope.data) for envelope in envelopes]
