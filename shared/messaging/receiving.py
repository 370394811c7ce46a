"""Take what has arrived into the inbox and apply it: one transaction for all, or one for each.

Order holds per stream: an event is applied when it is next, and everything behind it that was
held follows in the same transaction. An event whose handler fails parks its own stream alone.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import structlog
from pydantic import ValidationError
from sqlalchemy import insert, select, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import DomainError, NotYetKnown
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import (
    InboxState,
    Parked,
    Place,
    by_place,
    inbox,
    is_next,
    place_of,
    row_of,
    sealed_body,
    undoes_what_was_seen,
    unsealed_body,
)
from shared.messaging.streams import (
    MOVE_HEAD,
    SETTLE,
    StreamKey,
    attempts_so_far,
    begin_streams,
    locked_heads,
    not_recorded,
    park_statement,
)
from shared.transactions import Database
from shared.work import now, work_of

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 10
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=10)
UNREADABLE = "unreadable"


class HandlerFailed(Exception):
    """One event could not be applied; its transaction is undone, and it is to be parked."""

    def __init__(self, envelope: Envelope, cause: Exception) -> None:
        super().__init__(envelope.type)
        self.envelope = envelope
        self.cause = cause

    @property
    def is_permanent(self) -> bool:
        """Tell whether trying again can't help: a broken rule, or a body of another shape."""
        if isinstance(self.cause, NotYetKnown):
            return False
        return isinstance(self.cause, DomainError | ValidationError)

    @property
    def reason(self) -> str:
        """Name the cause without any of its words, which might hold what was sent."""
        return self.cause.code if isinstance(self.cause, DomainError) else type(self.cause).__name__


class Receiver:
    """One service's way of taking events in."""

    def __init__(self, database: Database, consumer: Consumer) -> None:
        self._database = database
        self._consumer = consumer

    async def receive(self, bodies: Sequence[bytes]) -> None:
        """Record every message, applied or not; raises where even that was not possible."""
        envelopes = []
        for body in bodies:
            try:
                envelopes.append(Envelope.model_validate_json(body))
            except ValidationError:
                await self._quarantine_unreadable(body)
        await self.take(envelopes)

    async def take(self, envelopes: Sequence[Envelope], streams: Iterable[StreamKey] = ()) -> None:
        """Take in `envelopes`, and go on in `streams` with what may run by now."""
        try:
            await self._take_together(envelopes, streams)
        except HandlerFailed as failure:
            if not envelopes:
                await self._park(failure)
        except DBAPIError as error:
            if error.connection_invalidated or not envelopes:
                raise
        else:
            return
        for envelope in envelopes:
            await self._take_alone(envelope)
        for stream in streams:
            await self._go_on(stream)

    async def _take_alone(self, envelope: Envelope) -> None:
        parked = None
        while parked != envelope.id:
            try:
                await self._take_together([envelope], ())
            except HandlerFailed as failure:
                await self._park(failure)
                parked = failure.envelope.id
            else:
                return

    async def _go_on(self, stream: StreamKey) -> None:
        try:
            await self._take_together((), [stream])
        except HandlerFailed as failure:
            await self._park(failure)

    async def _take_together(
        self, envelopes: Sequence[Envelope], streams: Iterable[StreamKey]
    ) -> None:
        async with self._database.transaction() as session:
            unknown = await not_recorded(session, envelopes)
            arrived: dict[StreamKey, list[Envelope]] = {}
            for envelope in by_place(unknown):
                arrived.setdefault((envelope.source, envelope.subject), []).append(envelope)
            keys = sorted({*arrived, *streams})
            if not keys:
                return
            heads = await locked_heads(session, keys)
            parked = await self._parked(session, keys)
            progress = _Progress(session, self._consumer)
            for key in keys:
                await progress.advance(key, heads[key], arrived.get(key, []), parked.get(key, []))
            await progress.write()

    async def _parked(
        self, session: AsyncSession, keys: Sequence[StreamKey]
    ) -> dict[StreamKey, list[Parked]]:
        query = select(inbox).where(
            inbox.c.state.in_((InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)),
            tuple_(inbox.c.source, inbox.c.stream).in_(keys),
        )
        parked: dict[StreamKey, list[Parked]] = {}
        for row in await session.execute(query):
            envelope = unsealed_body(
                self._database.cipher, row.source, str(row.event_id), row.sealed
            )
            parked.setdefault((row.source, row.stream), []).append(
                Parked(envelope, row.state, row.attempts, row.next_attempt_at)
            )
        return parked

    async def _park(self, failure: HandlerFailed) -> None:
        """Record an event that failed: to be tried again, or for a person to look at."""
        envelope = failure.envelope
        async with self._database.transaction() as session:
            attempts = await attempts_so_far(session, envelope) + 1
            is_over = failure.is_permanent or attempts >= MOST_ATTEMPTS
            row = row_of(
                envelope,
                InboxState.QUARANTINED if is_over else InboxState.WAITING,
                now(session),
                sealed_body(self._database.cipher, envelope),
            )
            row["attempts"] = attempts
            row["reason"] = failure.reason
            row["next_attempt_at"] = None if is_over else now(session) + _delay(attempts)
            await begin_streams(session, [(envelope.source, envelope.subject)])
            await session.execute(park_statement(session, row))
        log.warning(
            "event_quarantined" if is_over else "event_waits",
            consumer=self._consumer.name,
            type=envelope.type,
            event_id=str(envelope.id),
            reason=failure.reason,
            attempts=attempts,
        )

    async def _quarantine_unreadable(self, body: bytes) -> None:
        """Keep what can't be parsed, without a case; the same bytes are kept once."""
        event_id = uuid5(NAMESPACE_URL, body.hex())
        async with self._database.transaction() as session:
            row = {
                "source": UNREADABLE,
                "event_id": event_id,
                "stream": UNREADABLE,
                "epoch": 0,
                "sequence": 0,
                "type": UNREADABLE,
                "state": InboxState.QUARANTINED,
                "sealed": self._database.cipher.seal_bytes(
                    body, f"inbox.sealed:{UNREADABLE}:{event_id}"
                ),
                "attempts": 1,
                "next_attempt_at": None,
                "reason": UNREADABLE,
                "received_at": now(session),
            }
            await session.execute(park_statement(session, row))
        log.error("message_unreadable", consumer=self._consumer.name)


class _Progress:
    """What one transaction settles and holds, written in a few statements at its end."""

    def __init__(self, session: AsyncSession, consumer: Consumer) -> None:
        self._session = session
        self._consumer = consumer
        self._new_rows: list[dict[str, Any]] = []
        self._settled: list[dict[str, Any]] = []
        self._moved: list[dict[str, Any]] = []

    async def advance(
        self, key: StreamKey, head: Place, arrived: Sequence[Envelope], parked: Sequence[Parked]
    ) -> None:
        """Apply what is next for as long as there is something; hold the rest."""
        start = head
        new = {envelope.id: envelope for envelope in arrived}
        waiting = {entry.envelope.id: entry for entry in parked}
        candidates = by_place([*arrived, *(entry.envelope for entry in parked)])
        for envelope in candidates:
            if not is_next(head, envelope):
                continue
            entry = waiting.get(envelope.id)
            if entry is not None and not entry.may_run(now(self._session)):
                break
            await self._apply(envelope)
            reason = "restored" if undoes_what_was_seen(head, envelope) else None
            head = place_of(envelope)
            if new.pop(envelope.id, None):
                self._record(envelope, InboxState.APPLIED, reason)
            else:
                self._settled.append({"of_source": envelope.source, "of_event": envelope.id})
        for envelope in new.values():
            is_late = place_of(envelope) <= head
            state = InboxState.QUARANTINED if is_late else InboxState.HELD
            self._record(envelope, state, "superseded" if is_late else None)
        if head != start:
            self._moved.append(
                {
                    "of_source": key[0],
                    "of_stream": key[1],
                    "to_epoch": head.epoch,
                    "to_sequence": head.sequence,
                }
            )

    async def _apply(self, envelope: Envelope) -> None:
        work = work_of(self._session)
        work.correlation_id = envelope.correlationid
        work.causation_id = str(envelope.id)
        work.traceparent = envelope.traceparent
        work.happened_at = envelope.time
        try:
            await self._consumer.hear(self._session, envelope.type, envelope.data)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            raise HandlerFailed(envelope, error) from error
        except Exception as error:
            raise HandlerFailed(envelope, error) from error

    def _record(self, envelope: Envelope, state: InboxState, reason: str | None) -> None:
        settled = state is InboxState.APPLIED
        sealed = None if settled else sealed_body(work_of(self._session).cipher, envelope)
        row = row_of(envelope, state, now(self._session), sealed)
        row["reason"] = reason
        self._new_rows.append(row)

    async def write(self) -> None:
        """Write the rows of the inbox and the heads of its streams."""
        if self._new_rows:
            await self._session.execute(insert(inbox), self._new_rows)
        connection = await self._session.connection()
        if self._settled:
            await connection.execute(SETTLE, self._settled)
        if self._moved:
            await connection.execute(MOVE_HEAD, self._moved)


def _delay(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: doubling, with jitter, bounded."""
    longest = min(FIRST_DELAY * (1 << (attempts - 1)), LONGEST_DELAY)
    return longest * (0.5 + random() / 2)  # noqa: S311 - spreads load, guards nothing
