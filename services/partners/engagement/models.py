"""What is kept of engagement: a row for each thing an agency was asked, or did by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.events.partners import EngagementSubject


class Engagement(Base):
    """When an agency was asked something, and what was heard of it since.

    `overdue_at` says that a target passed without an answer; where nothing else was ever heard,
    that is silence. `ended_at` says that nothing is owed any more.
    """

    __tablename__ = "engagements"
    __table_args__ = (Index("ix_engagements_agency_id", "agency_id", "asked_at"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[EngagementSubject] = mapped_column(coded(EngagementSubject))
    synthetic: Mapped[bool]
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contributed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
