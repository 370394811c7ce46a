"""What is kept of agencies' queues, of their users on the broker, and of exclusions acted on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime

SEALED_HASH = "queue_users.password_hash"
"""Where a password's hash is sealed for; the agency's id follows."""


class QueueUser(Base):
    """An agency's user on the broker: as it is to be, and which of its passwords is there now.

    `password` counts the passwords that were given out. `open_with` is the one that the broker
    knows; none while the user is shut out there.
    """

    __tablename__ = "queue_users"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    password: Mapped[int]
    password_hash: Mapped[bytes] = mapped_column(LargeBinary)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    open_with: Mapped[int | None]


class AgencyQueue(Base):
    """The queue of one subscription; `made_at` is None while the broker does not have it."""

    __tablename__ = "agency_queues"
    __table_args__ = (Index("ix_agency_queues_agency_id", "agency_id"),)

    subscription_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text, unique=True)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QueueSweep(Base):
    """An exclusion on an agency that has queues, until they have been gone through for it.

    `found_at` is by the machine's own clock, as the time inside an exclusion's id is. `begun_at` is
    when queues that tell of the case began to be emptied: from then on nothing in the log shows
    what may be in them still, until `swept_at`.
    """

    __tablename__ = "queue_sweeps"
    __table_args__ = (
        Index(
            "ix_queue_sweeps_due",
            "exclusion_id",
            postgresql_where=text("swept_at IS NULL"),
            sqlite_where=text("swept_at IS NULL"),
        ),
        Index("ix_queue_sweeps_found_at", "found_at"),
    )

    exclusion_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    swept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
