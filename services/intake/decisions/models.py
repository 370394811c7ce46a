"""What is kept of information gathered about a case, and of its decision."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import UtcDateTime, coded
from shared.reference.care_act import DecisionOutcome


class GatheredInformation(Base):
    """Something the lead agency found out to decide by. `content`: source and note, sealed."""

    __tablename__ = "gathered_information"
    __table_args__ = (Index("ix_gathered_information_case_id", "case_id", "information_id"),)

    information_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    gathered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_practitioner_id: Mapped[str | None]
    synthetic: Mapped[bool]


class Decision(Base):
    """The one section 42 decision of a case.

    `grounds` is one sealed document: the finding and evidence for each limb, the rationale, the
    decider's name and role. `recorded_by_practitioner_id` is the person acted for when it was sent.
    """

    __tablename__ = "decisions"

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(unique=True)
    outcome: Mapped[DecisionOutcome] = mapped_column(coded(DecisionOutcome))
    grounds: Mapped[bytes] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_agency_id: Mapped[UUID]
    recorded_by_practitioner_id: Mapped[str]
    synthetic: Mapped[bool]
