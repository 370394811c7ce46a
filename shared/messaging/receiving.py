"""Take what has arrived into the inbox and apply it: one transaction for all, or one for each.

Order holds per stream: an event is applied when it is next, and everything behind it that was
held follows in the same transaction. An event whose handler fails parks its own stream alone.
"""

from collections.abc import Iterable, Sequence

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import place_of
from shared.messaging.parking import HandlerFailed, park, quarantine_unreadable
from shared.messaging.progress import Progress
from shared.messaging.streams import StreamKey, locked_heads, not_recorded, parked_in
from shared.transactions import Database

REPEATS = 3
"""How many poisons in one batch cost only a repetition; with more it goes on one by one."""


class Receiver:
    """One service's way of taking events in."""

    def __init__(self, database: Database, consumer: Consumer) -> None:
        self._database = database
        self._consumer = consumer
        database.on_events = consumer.on_own_events

    async def receive(self, bodies: Sequence[bytes]) -> None:
        """Record every message, applied or not; raises where even that was not possible."""
        envelopes = []
        for body in bodies:
            try:
                envelopes.append(Envelope.model_validate_json(body))
            except ValidationError:
                await quarantine_unreadable(self._database, self._consumer.name, body)
        await self._take(envelopes)

    async def go_on(self, stream: StreamKey) -> bool:
        """Apply what may run by now in a stream; return whether anything came of it."""
        try:
            return await self._take_together((), [stream])
        except HandlerFailed as failure:
            await park(self._database, self._consumer.name, failure)
            return True

    async def _take(self, envelopes: Sequence[Envelope]) -> None:
        """Take all in at once, and again without what failed; one by one where that won't do."""
        for _ in range(REPEATS):
            try:
                await self._take_together(envelopes)
            except HandlerFailed as failure:
                await park(self._database, self._consumer.name, failure)
            except Exception as error:
                if is_outage(error):
                    raise
                break
            else:
                return
        for envelope in envelopes:
            await self._take_alone(envelope)

    async def _take_alone(self, envelope: Envelope) -> None:
        """Take one in; whatever fails is parked, so that it can't keep others out."""
        failed = None
        while failed is not envelope:
            try:
                await self._take_together([envelope])
            except HandlerFailed as failure:
                failed = failure.envelope
                await park(self._database, self._consumer.name, failure)
            except Exception as error:
                if is_outage(error):
                    raise
                failed = envelope
                await park(self._database, self._consumer.name, HandlerFailed(envelope, error))
            else:
                return

    async def _take_together(
        self, envelopes: Sequence[Envelope], streams: Iterable[StreamKey] = ()
    ) -> bool:
        """Apply what may run.

        What is known already is asked only once the streams are locked: another reader may have
        been given the same message and be writing it now.
        """
        keys = sorted({*streams, *((each.source, each.subject) for each in envelopes)})
        if not keys:
            return False
        async with self._database.transaction() as session:
            heads = await locked_heads(session, keys)
            arrived: dict[StreamKey, list[Envelope]] = {}
            for envelope in sorted(await not_recorded(session, envelopes), key=place_of):
                arrived.setdefault((envelope.source, envelope.subject), []).append(envelope)
            parked = await parked_in(session, keys)
            progress = Progress(session, self._consumer)
            for key in keys:
                await progress.advance(key, heads[key], arrived.get(key, ()), parked.get(key, ()))
            return await progress.write()


def is_outage(error: Exception) -> bool:
    """Tell whether the database could not be spoken to, so that nothing can be recorded now."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, OSError | NoConnectionFree)
