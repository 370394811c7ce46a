"""The inbox's tables, and the rules by which an event is next, early, late or known already.

Each event is recorded once (source, event id). `applied` and `discarded` are settled; the others
wait: `held` for a predecessor, `waiting` for the next attempt, `quarantined` for a person.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from shared.crypto import Cipher
from shared.database import UtcDateTime, coded, kernel_metadata
from shared.messaging.envelope import Envelope


class InboxState(StrEnum):
    """What became of an event that arrived."""

    APPLIED = "applied"
    HELD = "held"
    WAITING = "waiting"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"


_UNSETTLED = text("state IN ('held', 'waiting', 'quarantined')")

inbox = Table(
    "inbox",
    kernel_metadata,
    Column("source", Text, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("stream", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("state", coded(InboxState), nullable=False),
    Column("sealed", LargeBinary),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime),
    Column("reason", Text),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("source", "event_id"),
    Index(
        "ix_inbox_unsettled",
        "source",
        "stream",
        postgresql_where=_UNSETTLED,
        sqlite_where=_UNSETTLED,
    ),
)
"""Bodies of what is not settled are kept sealed; what is settled keeps none."""

inbox_streams = Table(
    "inbox_streams",
    kernel_metadata,
    Column("source", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("asked_at", UtcDateTime),
    PrimaryKeyConstraint("source", "stream"),
)
"""How far each stream has been settled; its row lock lets one process at a time go on."""


inbox_sources = Table(
    "inbox_sources",
    kernel_metadata,
    Column("source", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("source"),
)
"""Producers that have been asked for everything; one that is not here has still to be asked."""


class Place(NamedTuple):
    """A position in a stream: first the producer's epoch, then the number within it."""

    epoch: int
    sequence: int


START = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that is recorded but not settled."""

    event_id: UUID
    place: Place
    state: InboxState
    next_attempt_at: datetime | None
    sealed: bytes

    def may_run(self, instant: datetime) -> bool:
        """Tell whether it is only its turn that it waits for."""
        if self.state is InboxState.WAITING:
            return self.next_attempt_at is not None and self.next_attempt_at <= instant
        return self.state is InboxState.HELD


def place_of(envelope: Envelope) -> Place:
    """Return where in its stream an event stands."""
    return Place(envelope.epoch, envelope.sequence)


def may_be_next(head: Place, place: Place) -> bool:
    """Tell whether an event in this place could follow, whatever predecessor it names."""
    if place.epoch == head.epoch:
        return place.sequence == head.sequence + 1
    return place.epoch > head.epoch and place.sequence == 1


def is_next(head: Place, envelope: Envelope) -> bool:
    """Tell whether an event is the one that follows what is settled.

    In a later epoch the first event follows whatever its producer remembers of the one before.
    A consumer that has seen more than that has seen what a restore undid; it goes on from there.
    """
    if not may_be_next(head, place_of(envelope)):
        return False
    return envelope.epoch == head.epoch or _predecessor(envelope) <= head


def undoes_what_was_seen(head: Place, envelope: Envelope) -> bool:
    """Tell whether this first event of an epoch follows less than what is settled here."""
    return envelope.epoch > head.epoch > 0 and _predecessor(envelope) < head


def _predecessor(envelope: Envelope) -> Place:
    return Place(*(envelope.predecessor_position() or START))


def sealed_body(cipher: Cipher, envelope: Envelope) -> bytes:
    """Seal an event for its row in the inbox."""
    return cipher.seal_bytes(envelope.to_bytes(), _bound_to(envelope.source, str(envelope.id)))


def unsealed_body(cipher: Cipher, source: str, event_id: str, sealed: bytes) -> Envelope:
    """Return the event that was sealed for a row of the inbox."""
    return Envelope.model_validate_json(cipher.unseal_bytes(sealed, _bound_to(source, event_id)))


def _bound_to(source: str, event_id: str) -> str:
    return f"inbox.sealed:{source}:{event_id}"


def row_of(
    envelope: Envelope, state: InboxState, received_at: datetime, sealed: bytes | None
) -> dict[str, object]:
    """Return the inbox row of an event that has just arrived."""
    return {
        "source": envelope.source,
        "event_id": envelope.id,
        "stream": envelope.subject,
        "epoch": envelope.epoch,
        "sequence": envelope.sequence,
        "type": envelope.type,
        "state": state,
        "sealed": sealed,
        "attempts": 0,
        "next_attempt_at": None,
        "reason": None,
        "received_at": received_at,
    }
