"""How far one transaction gets: what it applies in order, what it holds, what it then writes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope, source_of
from shared.messaging.inbox import (
    InboxState,
    Parked,
    Place,
    inbox,
    is_next,
    may_be_next,
    place_of,
    row_of,
    sealed_body,
    undoes_what_was_seen,
    unsealed_body,
)
from shared.messaging.parking import HandlerFailed
from shared.messaging.streams import MOVE_HEAD, SETTLE, STOP_WAITING, StreamKey
from shared.work import THE_EXCHANGE, now, work_of

log = structlog.get_logger(__name__)

RESTORED = "restored"
SUPERSEDED = "superseded"


class Progress:
    """What one transaction settles and holds, written in a few statements at its end."""

    def __init__(self, session: AsyncSession, consumer: Consumer) -> None:
        self._session = session
        self._consumer = consumer
        self._new_rows: list[dict[str, Any]] = []
        self._settled: list[dict[str, Any]] = []
        self._moved: list[dict[str, Any]] = []

    async def advance(
        self,
        key: StreamKey,
        head: Place,
        arrived: Sequence[Envelope],
        parked: Sequence[Parked],
    ) -> None:
        """Apply what is next for as long as there is something; hold the rest."""
        start = head
        waiting = {(entry.place, entry.event_id): entry for entry in parked}
        new = {(place_of(envelope), envelope.id): envelope for envelope in arrived}
        for place, event_id in sorted({*waiting, *new}):
            if not may_be_next(head, place):
                continue
            entry = waiting.get((place, event_id))
            if entry is not None and not entry.may_run(now(self._session)):
                break
            envelope = new[place, event_id] if entry is None else self._unsealed(key, entry)
            if not is_next(head, envelope):
                continue
            await self._apply(envelope)
            reason = self._divergence(head, envelope)
            if entry is None:
                del new[place, event_id]
                self._record(envelope, InboxState.APPLIED, reason)
            else:
                settled = {"of_source": key[0], "of_event": event_id, "because": reason}
                self._settled.append(settled)
            head = place
        self._hold(head, new.values())
        if head != start:
            self._moved.append(
                {
                    "of_source": key[0],
                    "of_stream": key[1],
                    "to_epoch": head.epoch,
                    "to_sequence": head.sequence,
                }
            )

    def _hold(self, head: Place, envelopes: Iterable[Envelope]) -> None:
        """Record what is early as held; what is late, and yet not known, is for a person."""
        for envelope in envelopes:
            is_late = place_of(envelope) <= head
            state = InboxState.QUARANTINED if is_late else InboxState.HELD
            self._record(envelope, state, SUPERSEDED if is_late else None)

    def _unsealed(self, key: StreamKey, entry: Parked) -> Envelope:
        cipher = work_of(self._session).cipher
        return unsealed_body(cipher, key[0], str(entry.event_id), entry.sealed)

    def _divergence(self, head: Place, envelope: Envelope) -> str | None:
        """Note that a producer was restored to less than was settled here; it goes on from there.

        What was settled beyond that stays: only a person can tell what became of it.
        """
        if not undoes_what_was_seen(head, envelope):
            return None
        log.warning(
            "history_diverged",
            source=envelope.source,
            stream=envelope.subject,
            event_id=str(envelope.id),
        )
        return RESTORED

    async def _apply(self, envelope: Envelope) -> None:
        work = work_of(self._session)
        work.correlation_id = envelope.correlationid
        work.causation_id = str(envelope.id)
        work.traceparent = envelope.traceparent
        work.happened_at = envelope.time
        work.actor = replace(THE_EXCHANGE, synthetic=envelope.synthetic)
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

    async def write(self) -> bool:
        """Write the rows of the inbox and the heads of its streams; return whether any moved."""
        connection = await self._session.connection()
        if self._new_rows:
            await connection.execute(insert(inbox), self._new_rows)
        if self._settled:
            await connection.execute(SETTLE, self._settled)
        if self._moved:
            await connection.execute(MOVE_HEAD, self._moved)
            await connection.execute(
                STOP_WAITING,
                {
                    "of_sources": [source_of(name) for name in self._consumer.sources],
                    "of_streams": [row["of_stream"] for row in self._moved],
                    "due_at": now(self._session),
                },
            )
        return bool(self._moved)
