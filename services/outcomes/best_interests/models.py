"""What is kept of a best-interests decision."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.capacity.models import CapacityAssessment
from services.outcomes.enquiries.models import Person
from services.outcomes.representatives.models import Representative
from services.outcomes.schema import Base, Recorded
from shared.reference.mental_capacity import DisagreementRoute, Instructed


class BestInterestsDecision(Base, Recorded):
    """A decision that was made for the adult. Never changed; another may follow."""

    __tablename__ = "best_interests_decisions"
    __table_args__ = (Index("ix_best_interests_decisions_case_id", "case_id", "decision_id"),)

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey(CapacityAssessment.assessment_id))
    representative_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Representative.representative_id)
    )
    decided_on: Mapped[date]
    review_on: Mapped[date | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"best_interests_decisions.narrative:{self.decision_id}"


class Consulted(BaseModel):
    """Somebody who was asked."""

    person: Person
    why: str
    view: str


class Option(BaseModel):
    """Something that could be decided."""

    label: str
    benefits: str
    burdens: str


class DecisionNarrative(BaseModel):
    """What is kept encrypted of a decision."""

    decision_maker: Person
    authority_checked: str
    wishes_and_feelings: str
    beliefs_and_values: str | None
    participation: str
    consulted: tuple[Consulted, ...]
    not_consulted: str | None
    options: tuple[Option, ...]
    chosen_option: int
    less_restrictive: str
    independent_advocate: Instructed
    disagreement: str | None
    disagreement_route: DisagreementRoute
