"""What waits in the inbox: try again what is due, ask for what is missing, catch up when new."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, and_, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import service_of
from shared.messaging.inbox import InboxState, inbox, inbox_sources, inbox_streams
from shared.messaging.receiving import Receiver, is_outage
from shared.messaging.replay import ReplayRequest
from shared.messaging.streams import StreamKey, insert_for, is_unsettled
from shared.transactions import Database

log = structlog.get_logger(__name__)

BATCH = 50
GAP_PATIENCE = timedelta(seconds=3)
ASK_AGAIN_AFTER = timedelta(seconds=30)

_OF_ITS_STREAM = and_(
    inbox.c.source == inbox_streams.c.source, inbox.c.stream == inbox_streams.c.stream
)
_FOLLOWS = and_(
    inbox.c.state == InboxState.HELD,
    or_(
        and_(
            inbox.c.epoch == inbox_streams.c.epoch,
            inbox.c.sequence == inbox_streams.c.sequence + 1,
        ),
        and_(inbox.c.epoch > inbox_streams.c.epoch, inbox.c.sequence == 1),
    ),
)
_blocking = inbox.alias("blocking")
_IS_BLOCKED = (
    select(_blocking.c.event_id)
    .where(
        is_unsettled(_blocking),
        _blocking.c.source == inbox_streams.c.source,
        _blocking.c.stream == inbox_streams.c.stream,
        _blocking.c.state != InboxState.HELD,
        tuple_(_blocking.c.epoch, _blocking.c.sequence)
        > tuple_(inbox_streams.c.epoch, inbox_streams.c.sequence),
    )
    .exists()
)
"""What is parked is not missing: a stream behind it is not asked for again."""


class WaitingRoom:
    """One service's inbox, as far as it is not settled."""

    def __init__(
        self, database: Database, broker: Broker, consumer: Consumer, receiver: Receiver
    ) -> None:
        self._database = database
        self._broker = broker
        self._consumer = consumer
        self._receiver = receiver

    async def step(self) -> bool:
        """Go on where that is possible by now; return whether anything came of it."""
        async with self._database.engine.connect() as connection:
            due = await self._due_streams(connection)
            gaps = await self._gaps(connection)
        moved = [await self._go_on(stream) for stream in due]
        asked = [await self._ask_for(gap) for gap in gaps]
        caught_up = await self.catch_up()
        return any(moved) or any(asked) or caught_up

    async def catch_up(self) -> bool:
        """Ask every source that has not been asked yet for everything from the start.

        Not before there is a queue for the answer.
        """
        if not self._broker.is_well():
            return False
        async with self._database.engine.connect() as connection:
            rows = await connection.execute(select(inbox_sources.c.source))
            asked = set(rows.scalars())
        to_ask = [source for source in self._consumer.sources if source not in asked]
        return any([await self._ask_for_everything(source) for source in to_ask])

    async def _ask_for_everything(self, source: str) -> bool:
        if not await self._ask(source, ReplayRequest(consumer=self._consumer.name)):
            return False
        row = {"source": source, "asked_at": self._database.clock()}
        statement = insert_for(self._database.engine.dialect)(inbox_sources)
        async with self._database.engine.begin() as connection:
            await connection.execute(statement.on_conflict_do_nothing(), row)
        return True

    async def forget_what_was_asked(self) -> None:
        """Have every source asked for everything: messages may have passed unkept."""
        async with self._database.engine.begin() as connection:
            await connection.execute(delete(inbox_sources))

    async def _go_on(self, stream: StreamKey) -> bool:
        """Go on in one stream; what is wrong there must not keep the others waiting."""
        try:
            return await self._receiver.go_on(stream)
        except Exception as error:
            if is_outage(error):
                raise
            reason = type(error).__name__
            log.warning("stream_stuck", source=stream[0], stream=stream[1], reason=reason)
            return False

    async def _due_streams(self, connection: AsyncConnection) -> list[StreamKey]:
        """Return streams in which an attempt is due, or whose next event is held and could run."""
        is_due = and_(
            inbox.c.state == InboxState.WAITING,
            inbox.c.next_attempt_at <= self._database.clock(),
        )
        query = (
            select(inbox.c.source, inbox.c.stream)
            .join(inbox_streams, _OF_ITS_STREAM)
            .where(is_unsettled(), or_(_FOLLOWS, is_due))
            .distinct()
            .limit(BATCH)
        )
        return [(row.source, row.stream) for row in await connection.execute(query)]

    async def _gaps(self, connection: AsyncConnection) -> Sequence[Row[Any]]:
        """Return streams that have waited too long for an event that never arrived."""
        instant = self._database.clock()
        asked_at = inbox_streams.c.asked_at
        query = (
            select(inbox_streams)
            .distinct()
            .join(inbox, _OF_ITS_STREAM)
            .where(
                is_unsettled(),
                inbox.c.state == InboxState.HELD,
                inbox.c.received_at <= instant - GAP_PATIENCE,
                or_(asked_at.is_(None), asked_at <= instant - ASK_AGAIN_AFTER),
                ~_IS_BLOCKED,
            )
            .limit(BATCH)
        )
        return (await connection.execute(query)).all()

    async def _ask_for(self, gap: Row[Any]) -> bool:
        """Ask for what comes after the last settled event of a stream, and not again too soon."""
        async with self._database.engine.begin() as connection:
            await connection.execute(
                update(inbox_streams)
                .where(inbox_streams.c.source == gap.source, inbox_streams.c.stream == gap.stream)
                .values(asked_at=self._database.clock())
            )
        request = ReplayRequest(
            consumer=self._consumer.name,
            stream=gap.stream,
            epoch=gap.epoch,
            sequence=gap.sequence,
        )
        return await self._ask(service_of(gap.source), request)

    async def _ask(self, producer: str, request: ReplayRequest) -> bool:
        return await self._broker.ask(producer, request.model_dump_json().encode())
