"""One unit of work: what a command needs beside its arguments, carried by its session.

The edges (HTTP dependency, consumer, worker step) open it; commands only read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from shared.crypto import Cipher
    from shared.events.contract import Event

INFO_KEY = "alongside.work"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting: an agency, and the practitioner it acts for where there is one.

    `agency_id` is None for the operator and for the exchange's own steps.
    """

    name: str
    agency_id: UUID | None = None
    practitioner_id: str | None = None
    unit: str | None = None
    role: str | None = None
    synthetic: bool = False


THE_EXCHANGE = Actor(name="exchange")


@dataclass(frozen=True, slots=True)
class Published:
    """An event to be written when its unit of work commits, and what it follows from."""

    event: "Event"
    correlation_id: str
    causation_id: str | None
    traceparent: str | None


@dataclass(slots=True)
class Work:
    """The context of one transaction, and what it will write when it commits.

    `happened_at` is set while an event is applied: when what it tells of became true.
    """

    service: str
    started_at: datetime
    cipher: "Cipher"
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None
    happened_at: datetime | None = None
    actor: Actor = THE_EXCHANGE
    events: list[Published] = field(default_factory=list)
    audit_rows: list[Mapping[str, Any]] = field(default_factory=list)


def work_of(session: AsyncSession) -> Work:
    """Return the unit of work that `session` belongs to."""
    work: Work = session.info[INFO_KEY]
    return work


def now(session: AsyncSession) -> datetime:
    """Return the instant of this unit of work: one instant for all its rows (aware, UTC)."""
    return work_of(session).started_at


def happened_at(session: AsyncSession) -> datetime:
    """Return when the event that is being applied happened, or else this unit's instant."""
    work = work_of(session)
    return work.happened_at or work.started_at


def seal(session: AsyncSession, text: str, bound_to: str) -> bytes:
    """Encrypt `text` for the row and column named by `bound_to`, as in "adults.identity:<id>"."""
    return work_of(session).cipher.seal(text, bound_to)


def unseal(session: AsyncSession, sealed: bytes, bound_to: str) -> str:
    """Decrypt what `seal` made for the same `bound_to`; raise `crypto.Tampered` for another."""
    return work_of(session).cipher.unseal(sealed, bound_to)
