"""What waits in the inbox: try again what is due, ask for what is missing, catch up when new."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import source_of
from shared.messaging.inbox import InboxState, inbox, inbox_streams
from shared.messaging.receiving import Receiver
from shared.messaging.replay import ReplayRequest
from shared.messaging.streams import StreamKey
from shared.transactions import Database

BATCH = 50
GAP_PATIENCE = timedelta(seconds=3)
ASK_AGAIN_AFTER = timedelta(seconds=30)
CATCH_UP_MARGIN = timedelta(hours=1)


class WaitingRoom:
    """One service's inbox, as far as it is not settled."""

    def __init__(
        self, database: Database, broker: Broker, consumer: Consumer, receiver: Receiver
    ) -> None:
        self._database = database
        self._broker = broker
        self._consumer = consumer
        self._receiver = receiver
        self._to_ask_for_all: set[str] = set()

    async def step(self) -> bool:
        """Go on where that is possible by now; return whether there was anything to do."""
        async with self._database.engine.connect() as connection:
            due = await self._due_streams(connection)
            gaps = await self._gaps(connection)
        for stream in due:
            await self._receiver.take((), [stream])
        for gap in gaps:
            await self._ask_for(gap)
        return bool(due or gaps)

    async def catch_up(self) -> None:
        """Ask every source for what may have passed while there was nowhere to keep it."""
        for source in self._consumer.sources:
            query = select(func.max(inbox.c.received_at)).where(inbox.c.source == source_of(source))
            async with self._database.engine.connect() as connection:
                last = await connection.scalar(query)
            since = last - CATCH_UP_MARGIN if last else None
            request = ReplayRequest(consumer=self._consumer.name, since=since)
            await self._broker.ask(source, request.model_dump_json().encode())

    async def has_heard_everyone(self) -> bool:
        """Tell whether something of every source has been recorded at some time."""
        async with self._database.engine.connect() as connection:
            for source in self._consumer.sources:
                heard = select(inbox.c.event_id).where(inbox.c.source == source_of(source))
                if (await connection.execute(heard.limit(1))).first() is None:
                    return False
        return True

    async def _due_streams(self, connection: AsyncConnection) -> list[StreamKey]:
        """Return streams in which an attempt is due, or whose next event is held and could run."""
        follows = (
            (inbox.c.epoch == inbox_streams.c.epoch)
            & (inbox.c.sequence == inbox_streams.c.sequence + 1)
            & (inbox.c.state == InboxState.HELD)
        )
        is_due = (inbox.c.state == InboxState.WAITING) & (
            inbox.c.next_attempt_at <= self._database.clock()
        )
        query = (
            select(inbox.c.source, inbox.c.stream)
            .join(
                inbox_streams,
                (inbox.c.source == inbox_streams.c.source)
                & (inbox.c.stream == inbox_streams.c.stream),
            )
            .where(or_(follows, is_due))
            .distinct()
            .limit(BATCH)
        )
        return [(row.source, row.stream) for row in await connection.execute(query)]

    async def _gaps(self, connection: AsyncConnection) -> Sequence[Row[Any]]:
        """Return streams that have waited too long for an event that never arrived."""
        instant = self._database.clock()
        blocked = select(inbox.c.event_id).where(
            inbox.c.source == inbox_streams.c.source,
            inbox.c.stream == inbox_streams.c.stream,
            inbox.c.state.in_((InboxState.WAITING, InboxState.QUARANTINED)),
        )
        held = select(inbox.c.event_id).where(
            inbox.c.source == inbox_streams.c.source,
            inbox.c.stream == inbox_streams.c.stream,
            inbox.c.state == InboxState.HELD,
            inbox.c.received_at <= instant - GAP_PATIENCE,
        )
        asked_lately = inbox_streams.c.asked_at > instant - ASK_AGAIN_AFTER
        query = (
            select(inbox_streams)
            .where(
                held.exists(),
                ~blocked.exists(),
                or_(inbox_streams.c.asked_at.is_(None), ~asked_lately),
            )
            .limit(BATCH)
        )
        return (await connection.execute(query)).all()

    async def _ask_for(self, gap: Row[Any]) -> None:
        request = ReplayRequest(
            consumer=self._consumer.name,
            stream=gap.stream,
            epoch=gap.epoch,
            sequence=gap.sequence,
        )
        source = gap.source.rpartition("/")[2]
        async with self._database.engine.begin() as connection:
            await connection.execute(
                update(inbox_streams)
                .where(inbox_streams.c.source == gap.source, inbox_streams.c.stream == gap.stream)
                .values(asked_at=self._database.clock())
            )
        await self._broker.ask(source, request.model_dump_json().encode())
