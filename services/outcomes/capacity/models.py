"""What is kept of an assessment of capacity."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.conversations import Recorded as YesNo
from shared.reference.mental_capacity import Ability, CapacityConclusion, DecisionKind


class CapacityAssessment(Base, Recorded):
    """One decision, one day. Nothing of it is changed, but that a later one takes its place."""

    __tablename__ = "capacity_assessments"
    __table_args__ = (
        Index("ix_capacity_assessments_case_id", "case_id", "assessment_id"),
        Index("uq_capacity_assessments_supersedes", "supersedes_id", unique=True),
    )

    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    supersedes_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("capacity_assessments.assessment_id")
    )
    kind: Mapped[DecisionKind] = mapped_column(coded(DecisionKind))
    assessed_on: Mapped[date]
    conclusion: Mapped[CapacityConclusion] = mapped_column(coded(CapacityConclusion))
    reassess_by: Mapped[date | None]
    review_on: Mapped[date | None]
    is_current: Mapped[bool]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"capacity_assessments.narrative:{self.assessment_id}"


class AbilityFound(BaseModel):
    """Whether the adult could do one thing, and what they said."""

    answer: Ability
    words: str | None


class AssessmentNarrative(BaseModel):
    """What is kept encrypted of an assessment."""

    decision: str
    assessor: Person
    trigger: str
    relevant_information: str
    support_given: str
    seen_alone: YesNo
    understand: AbilityFound
    retain: AbilityFound
    use_or_weigh: AbilityFound
    communicate: AbilityFound
    impairment: str | None
    causal_link: str | None
    executive_function: str | None
    influence: str | None
