"""What is kept of each event that is to be pushed by a subscription."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.access.policy import Relation
from shared.database import UtcDateTime, coded


class SendingState(StrEnum):
    """What has become of one push. What was given up or withheld is never tried again by itself."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


_PENDING = "state = 'pending'"
_HELD_BACK = f"{_PENDING} AND (next_attempt_at IS NOT NULL OR claimed_until IS NOT NULL)"


class Sending(Base):
    """One delivery on its way by one subscription.

    Order matters within a stream: a case, or the agency for its notices. `sequence` is the
    delivery's in the agency's log. `number` is what the agency sees: it counts what this
    subscription hands over, without a gap. Who has claimed a row may send it until
    `claimed_until`; after that another may.
    """

    __tablename__ = "sendings"
    __table_args__ = (
        UniqueConstraint("subscription_id", "sequence"),
        Index(
            "ix_sendings_pending",
            "subscription_id",
            "sequence",
            postgresql_where=text(_PENDING),
            sqlite_where=text(_PENDING),
        ),
        Index(
            "ix_sendings_held_back",
            "subscription_id",
            "stream_id",
            postgresql_where=text(_HELD_BACK),
            sqlite_where=text(_HELD_BACK),
        ),
    )

    sending_id: Mapped[UUID] = mapped_column(primary_key=True)
    subscription_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(BigInteger, index=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    stream_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    is_replay: Mapped[bool]
    state: Mapped[SendingState] = mapped_column(coded(SendingState))
    attempts: Mapped[int]
    number: Mapped[int | None] = mapped_column(BigInteger)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(64))
    withheld_as: Mapped[Relation | None] = mapped_column(coded(Relation))


class SpareNumber(Base):
    """A number that was given to what is not handed over after all: the next to be taken gets it.

    So nothing that is hidden leaves a gap.
    """

    __tablename__ = "spare_numbers"

    subscription_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


PENDING = Sending.state == literal_column("'pending'")
"""Written as its index is, so that what was sent long ago costs nothing."""
