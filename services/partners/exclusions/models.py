"""What is kept of decisions that someone must not know of a case."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class ExclusionStep(StrEnum):
    """What was decided about an exclusion."""

    DECIDED = "decided"
    LIFTED = "lifted"


class ExclusionDecision(Base):
    """Who decided that someone must not know of a case, or may know again, when and why.

    An automatic hold was decided by nobody, so it has no row until it is lifted.
    """

    __tablename__ = "exclusion_decisions"
    __table_args__ = (Index("ix_exclusion_decisions_case_id", "case_id", "decision_id"),)

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    exclusion_id: Mapped[UUID]
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    step: Mapped[ExclusionStep] = mapped_column(coded(ExclusionStep))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    decided_by_agency_id: Mapped[UUID]
    decided_by_practitioner_id: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeciderNaming(Base):
    """Who was named to decide in the lead's stead, by whom and why; the newest one counts."""

    __tablename__ = "decider_namings"
    __table_args__ = (Index("ix_decider_namings_case_id", "case_id", "naming_id"),)

    naming_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    agency_id: Mapped[UUID]
    practitioner_id: Mapped[str] = mapped_column(Text)
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    named_by_agency_id: Mapped[UUID]
    named_by_practitioner_id: Mapped[str] = mapped_column(Text)
    decides_since: Mapped[datetime] = mapped_column(UtcDateTime)
