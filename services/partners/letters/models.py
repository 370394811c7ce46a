"""What is kept of letters: whom they are for by agency, and sealed what they say and where to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class LetterKind(StrEnum):
    """What a letter is about, and so whom it is for and what it says."""

    URGENT_WAITS = "urgent_waits"
    URGENT_NOT_RECEIVED = "urgent_not_received"
    URGENT_STALLED = "urgent_stalled"
    UNDELIVERED = "undelivered"
    UNDELIVERED_ANYWHERE = "undelivered_anywhere"
    SUBSCRIPTION_SUSPENDED = "subscription_suspended"
    SUSPENDED_ANYWHERE = "suspended_anywhere"


URGENT = (LetterKind.URGENT_WAITS, LetterKind.URGENT_NOT_RECEIVED, LetterKind.URGENT_STALLED)
"""They go before all others."""


class LetterState(StrEnum):
    """How far a letter got. `unsent` is tried again; `failed` was given up and waits for someone.

    `dismissed` is what the operator has seen to in another way, `withheld` what the
    agency could not be told any more when it was to leave.
    """

    QUEUED = "queued"
    SENT = "sent"
    UNSENT = "unsent"
    FAILED = "failed"
    DISMISSED = "dismissed"
    WITHHELD = "withheld"


class Hindrance(StrEnum):
    """Why a letter did not get out."""

    NO_MAIL_SERVER = "no_mail_server"
    NO_CONTACT = "no_contact"
    UNREACHABLE = "unreachable"
    NOT_SECURE = "not_secure"
    SIGN_IN_REFUSED = "sign_in_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    REFUSED = "refused"


_WAITS = "state IN ('queued', 'unsent')"
_STUCK = "state IN ('unsent', 'failed')"


class Letter(Base):
    """One message to the contacts of an agency, or to the operator where `agency_id` is None.

    Whom it went to is looked up when it is sent, so that nobody is written to who has left.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "ix_letters_waiting",
            "next_attempt_at",
            postgresql_where=text(_WAITS),
            sqlite_where=text(_WAITS),
        ),
        Index(
            "ix_letters_stuck",
            "synthetic",
            postgresql_where=text(_STUCK),
            sqlite_where=text(_STUCK),
        ),
    )

    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(coded(LetterKind))
    agency_id: Mapped[UUID | None]
    synthetic: Mapped[bool]
    facts: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[LetterState] = mapped_column(coded(LetterState))
    hindrance: Mapped[Hindrance | None] = mapped_column(coded(Hindrance))
    attempts: Mapped[int]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_to: Mapped[bytes | None] = mapped_column(LargeBinary)
    dismissal: Mapped[bytes | None] = mapped_column(LargeBinary)

    def place_of(self, column: str) -> str:
        """Name the place that a sealed column of this row is bound to."""
        return f"letters.{column}:{self.letter_id}"
