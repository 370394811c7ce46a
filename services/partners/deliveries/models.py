"""The log of what each agency is told, which every channel reads, and what a reader was handed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, and_, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.access.policy import Operation, Relation
from shared.database import Json, UtcDateTime, coded
from shared.messaging.outbox import BigKey


class DeliveryState(StrEnum):
    """How far one event has come on its way to one agency.

    `sent` is handed over by some channel, `received` is confirmed by the agency itself. `failed`
    says that a push was given up and nothing else has brought it; it can still be read.
    """

    PENDING = "pending"
    SENT = "sent"
    RECEIVED = "received"
    FAILED = "failed"
    WITHHELD = "withheld"


class WithheldFor(StrEnum):
    """Why an agency is not sent something."""

    MAY_NOT_KNOW = "may_not_know"
    NO_AGREEMENT = "no_agreement"


_UNRECEIVED = "received_at IS NULL AND state <> 'withheld'"


class Delivery(Base):
    """One event for one agency: its own id, and the agency's view of what happened.

    A notice concerns one agency and no case: its `case_id` is None. `settled_at` is when it was
    decided, at its release, that the agency may have it or may not. `sequence` numbers what was
    released, without a gap: what is withheld never gets a number. `received_by` is what the policy
    is asked about, `withheld_as` what it answered, `withheld_for` why.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_released",
            "agency_id",
            "sequence",
            unique=True,
            postgresql_where=text("sequence IS NOT NULL"),
            sqlite_where=text("sequence IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_pending",
            "agency_id",
            "position",
            postgresql_where=text("settled_at IS NULL"),
            sqlite_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_deliveries_unreceived",
            "agency_id",
            "occurred_at",
            postgresql_where=text(_UNRECEIVED),
            sqlite_where=text(_UNRECEIVED),
        ),
        Index("ix_deliveries_event_id", "event_id"),
        Index("ix_deliveries_case_id", "case_id", "position"),
        Index("ix_deliveries_agency_id", "agency_id", "position"),
    )

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    event_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    synthetic: Mapped[bool]
    type: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    received_by: Mapped[Operation] = mapped_column(coded(Operation))
    state: Mapped[DeliveryState] = mapped_column(coded(DeliveryState))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    withheld_as: Mapped[Relation | None] = mapped_column(coded(Relation))
    withheld_for: Mapped[WithheldFor | None] = mapped_column(coded(WithheldFor))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


UNRECEIVED = and_(Delivery.received_at.is_(None), Delivery.state != literal_column("'withheld'"))
"""Written as its index is, so that what was received long ago costs nothing."""


class DeliveryLog(Base):
    """The head of one agency's log. Its row lock orders whoever releases to that agency."""

    __tablename__ = "delivery_logs"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int] = mapped_column(BigInteger)


class FeedPage(Base):
    """What one reader was handed in one page and has not confirmed yet, by calling for the next.

    `page_id` is a keyed digest of the reader, of what it asked for and of where the page begins
    and ends, so that asking for the same again keeps one row.
    """

    __tablename__ = "feed_pages"

    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    positions: Mapped[list[int]] = mapped_column(Json)
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
