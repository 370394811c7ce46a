"""Sending again: a consumer with a gap asks the producer, who answers that consumer alone."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select, tuple_

from shared.messaging.broker import Broker, Message
from shared.messaging.outbox import outbox
from shared.transactions import Database

BATCH = 200


class ReplayRequest(BaseModel):
    """What a consumer asks for: one stream after a place in it, or everything since an instant."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    consumer: str
    stream: str | None = None
    epoch: int = 0
    sequence: int = 0
    since: datetime | None = None


async def answer(database: Database, broker: Broker, request: ReplayRequest) -> int:
    """Send again what was published already; return how many. The rest is on its way anyway."""
    after, sent = 0, 0
    while True:
        query = _asked_for(request).where(outbox.c.position > after)
        async with database.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        if not rows:
            return sent
        messages = [Message(row.event_id, row.type, row.envelope) for row in rows]
        sent += sum(await broker.send_to(request.consumer, messages))
        after = rows[-1].position


def _asked_for(request: ReplayRequest) -> Select[tuple[int, object, str, bytes]]:
    """Select a batch. Published rows alone, so that paging by position can skip none."""
    query = (
        select(outbox.c.position, outbox.c.event_id, outbox.c.type, outbox.c.envelope)
        .where(outbox.c.published_at.is_not(None))
        .order_by(outbox.c.position)
        .limit(BATCH)
    )
    if request.stream is not None:
        place = tuple_(outbox.c.epoch, outbox.c.sequence)
        return query.where(
            outbox.c.stream == request.stream, place > (request.epoch, request.sequence)
        )
    if request.since is not None:
        return query.where(outbox.c.recorded_at >= request.since)
    return query
