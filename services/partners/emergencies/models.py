"""What is kept of emergency access; the kernel's table holds what is open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.events.partners import ReviewFinding


class Emergency(Base):
    """Who opened a case to themself, why and until when, and what the lead agency found of it."""

    __tablename__ = "emergencies"
    __table_args__ = (
        Index("ix_emergencies_case_id", "case_id", "opened_at", "emergency_id"),
        Index(
            "ix_emergencies_unreviewed",
            "opened_at",
            "emergency_id",
            postgresql_where=text("reviewed_at IS NULL"),
            sqlite_where=text("reviewed_at IS NULL"),
        ),
    )

    emergency_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    agency_id: Mapped[UUID]
    practitioner_id: Mapped[str] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_practitioner_id: Mapped[str | None] = mapped_column(Text)
    finding: Mapped[ReviewFinding | None] = mapped_column(coded(ReviewFinding))
    review: Mapped[bytes | None] = mapped_column(LargeBinary)
