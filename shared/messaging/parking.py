"""Recording what could not be applied: tried again later, or set aside for a person to look at.

A passing failure is tried for half a minute; a fact that another service has still to send is
waited for through an outage of days. Only a code of the cause is kept, never its words.
"""

from datetime import timedelta
from random import random
from uuid import NAMESPACE_URL, uuid5

import structlog
from pydantic import ValidationError
from sqlalchemy import select

from shared.errors import DomainError, NotYetKnown, Unavailable
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import InboxState, inbox, row_of, sealed_body
from shared.messaging.streams import NOT_YET_KNOWN, begin_streams, park_statement
from shared.transactions import Database
from shared.work import now

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 6
MOST_ATTEMPTS_NOT_YET_KNOWN = 1000
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=5)
UNREADABLE = "unreadable"


class HandlerFailed(Exception):
    """One event could not be applied; its transaction is undone, and it is to be parked."""

    def __init__(self, envelope: Envelope, cause: Exception) -> None:
        super().__init__(envelope.type)
        self.envelope = envelope
        self.cause = cause

    @property
    def most_attempts(self) -> int:
        """Return how often it is worth trying: once where a rule or the body itself forbids it."""
        if isinstance(self.cause, NotYetKnown):
            return MOST_ATTEMPTS_NOT_YET_KNOWN
        if isinstance(self.cause, Unavailable):
            return MOST_ATTEMPTS
        return 1 if isinstance(self.cause, DomainError | ValidationError) else MOST_ATTEMPTS

    @property
    def reason(self) -> str:
        """Name the cause without any of its words, which might hold what was sent."""
        if isinstance(self.cause, NotYetKnown):
            return NOT_YET_KNOWN
        return self.cause.code if isinstance(self.cause, DomainError) else type(self.cause).__name__


async def park(database: Database, consumer: str, failure: HandlerFailed) -> None:
    """Record an event that failed: to be tried again, or for a person to look at."""
    envelope = failure.envelope
    async with database.transaction() as session:
        query = select(inbox.c.attempts).where(
            inbox.c.source == envelope.source, inbox.c.event_id == envelope.id
        )
        attempts = ((await session.execute(query)).scalar_one_or_none() or 0) + 1
        is_over = attempts >= failure.most_attempts
        row = row_of(
            envelope,
            InboxState.QUARANTINED if is_over else InboxState.WAITING,
            now(session),
            sealed_body(database.cipher, envelope),
        )
        row["attempts"] = attempts
        row["reason"] = failure.reason
        row["next_attempt_at"] = None if is_over else now(session) + delay_after(attempts)
        await begin_streams(session, [(envelope.source, envelope.subject)])
        await session.execute(park_statement(session, row))
    log.warning(
        "event_quarantined" if is_over else "event_waits",
        consumer=consumer,
        type=envelope.type,
        event_id=str(envelope.id),
        reason=failure.reason,
        attempts=attempts,
    )


async def quarantine_unreadable(database: Database, consumer: str, body: bytes) -> None:
    """Keep what can't be parsed, without a case; the same bytes are kept once."""
    event_id = uuid5(NAMESPACE_URL, body.hex())
    async with database.transaction() as session:
        row = {
            "source": UNREADABLE,
            "event_id": event_id,
            "stream": UNREADABLE,
            "epoch": 0,
            "sequence": 0,
            "type": UNREADABLE,
            "state": InboxState.QUARANTINED,
            "sealed": database.cipher.seal_bytes(body, f"inbox.sealed:{UNREADABLE}:{event_id}"),
            "attempts": 1,
            "next_attempt_at": None,
            "reason": UNREADABLE,
            "received_at": now(session),
        }
        await session.execute(park_statement(session, row))
    log.error("message_unreadable", consumer=consumer)


def delay_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: doubling, with jitter, bounded."""
    longest = min(FIRST_DELAY * (1 << min(attempts - 1, 20)), LONGEST_DELAY)
    return longest * (0.5 + random() / 2)  # noqa: S311 - spreads load, guards nothing
