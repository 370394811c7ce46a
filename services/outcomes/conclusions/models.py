"""What is kept of conclusions beside the enquiry: what they found, and those that were undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import ConclusionNarrative, Enquiry
from services.outcomes.schema import Base, Recorded
from shared.database import Json, coded
from shared.reference.conclusions import ReopeningReason
from shared.reference.msp import Achieved, Asked, JudgedBy
from shared.reference.sac_concluded import (
    ActionTaken,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)


class FindingsVersion(Base, Recorded):
    """What a concluded enquiry found, in codes. Never changed: a better version stands beside it.

    `risks` are objects of type, source and location; None where nobody recorded any.
    """

    __tablename__ = "findings_versions"

    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    risks: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    risk_assessment: Mapped[RiskAssessment] = mapped_column(coded(RiskAssessment))
    action: Mapped[ActionTaken] = mapped_column(coded(ActionTaken))
    risk_outcome: Mapped[RiskOutcome] = mapped_column(coded(RiskOutcome))
    lacked_capacity: Mapped[LackedCapacity] = mapped_column(coded(LackedCapacity))
    support: Mapped[SupportProvided] = mapped_column(coded(SupportProvided))
    narrative: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"findings_versions.narrative:{self.enquiry_id}:{self.version}"


class EarlierConclusion(Base, Recorded):
    """A conclusion that was undone: the enquiry was opened again. Never changed.

    Who recorded it is who reopened; `findings_version` is what it found last.
    """

    __tablename__ = "earlier_conclusions"
    __table_args__ = (Index("ix_earlier_conclusions_case_id", "case_id", "conclusion_id"),)

    conclusion_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    concluded_at: Mapped[datetime]
    concluded_by_agency_id: Mapped[UUID]
    concluded_by_practitioner_id: Mapped[str | None]
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    achieved: Mapped[Achieved | None] = mapped_column(coded(Achieved))
    achieved_judged_by: Mapped[JudgedBy | None] = mapped_column(coded(JudgedBy))
    derived: Mapped[bool]
    findings_version: Mapped[int | None]
    reason: Mapped[ReopeningReason] = mapped_column(coded(ReopeningReason))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"earlier_conclusions.narrative:{self.conclusion_id}"


class WhyNarrative(BaseModel):
    """What is kept encrypted of a later version of the findings."""

    why: str


class EarlierNarrative(BaseModel):
    """What is kept encrypted of a conclusion that was undone."""

    told: ConclusionNarrative
    why: str
