"""The log of what each agency is told. Every channel reads it; `feed` is the first."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.access.policy import Operation, Relation
from shared.database import Json, UtcDateTime, coded
from shared.messaging.outbox import BigKey


class DeliveryState(StrEnum):
    """Whether the agency may have it: decided again when it is about to leave."""

    PENDING = "pending"
    RELEASED = "released"
    WITHHELD = "withheld"


class Delivery(Base):
    """One event for one agency: its own id, and the agency's view of what happened.

    `sequence` numbers what was released to the agency, without a gap: what is withheld never gets
    a number. `received_by` is what the policy is asked about, `withheld_as` what it answered.
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
    )

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    event_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    type: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    received_by: Mapped[Operation] = mapped_column(coded(Operation))
    state: Mapped[DeliveryState] = mapped_column(coded(DeliveryState))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    withheld_as: Mapped[Relation | None] = mapped_column(coded(Relation))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeliveryLog(Base):
    """The head of one agency's log. Its row lock orders whoever releases to that agency."""

    __tablename__ = "delivery_logs"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int] = mapped_column(BigInteger)
