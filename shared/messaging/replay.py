"""Sending again: a consumer with a gap asks the producer, who answers that consumer alone."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select, tuple_

from shared.messaging.broker import Broker, Message
from shared.messaging.outbox import outbox
from shared.transactions import Database

BATCH = 200


class ReplayRequest(BaseModel):
    """What a consumer asks for: one stream after a place in it, or everything."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    consumer: str
    stream: str | None = None
    epoch: int = 0
    sequence: int = 0


class NotAnswered(Exception):
    """Not everything that was asked for has arrived, so that it must be sent again."""


async def answer(database: Database, broker: Broker, request: ReplayRequest) -> int:
    """Send again what was published already; return how many. The rest is on its way anyway.

    Raises `NotAnswered` where something may not have arrived, and `broker.NobodyThere`.
    """
    after, sent = 0, 0
    while True:
        query = _asked_for(request).where(outbox.c.position > after)
        async with database.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        if not rows:
            return sent
        messages = [Message(row.event_id, row.type, row.envelope) for row in rows]
        if not all(await broker.send_to(request.consumer, messages)):
            raise NotAnswered
        sent += len(messages)
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
    return query
