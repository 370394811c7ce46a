"""What is kept of a limitation, of each look at it since, and of telling the adult later."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.outcomes.desired_outcomes.models import DesiredOutcome
from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import Json, coded
from shared.reference.lawful_bases import LawfulBasis, SpecialCondition
from shared.reference.limitations import CourtRoute, LegalAdvice, LimitationFinding


class Limitation(Base, Recorded):
    """Why a desired outcome can't be delivered in full. The desired outcome itself stays.

    Never changed: reviews, and an explanation that was given later, stand beside it.
    """

    __tablename__ = "limitations"
    __table_args__ = (
        Index("ix_limitations_case_id", "case_id", "desired_outcome_id", "limitation_id"),
    )

    limitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    desired_outcome_id: Mapped[UUID] = mapped_column(ForeignKey(DesiredOutcome.desired_outcome_id))
    reasons: Mapped[list[str]] = mapped_column(Json)
    adult_was_told: Mapped[bool]
    told_at: Mapped[datetime | None]
    review_on: Mapped[date]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    reviews: Mapped[list["LimitationReview"]] = relationship(
        lazy="selectin", order_by="LimitationReview.review_id"
    )
    told_later: Mapped["LaterExplanation | None"] = relationship(lazy="selectin")

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"limitations.narrative:{self.limitation_id}"

    @property
    def applies(self) -> bool:
        """Tell whether no review has found that it no longer applies."""
        return all(one.finding is not LimitationFinding.NO_LONGER_APPLIES for one in self.reviews)

    @property
    def next_review_on(self) -> date | None:
        """Return the day to look at it again: None once it no longer applies."""
        return self.reviews[-1].next_review_on if self.reviews else self.review_on


class LimitationReview(Base, Recorded):
    """Somebody looked at a limitation again. Never changed."""

    __tablename__ = "limitation_reviews"

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    limitation_id: Mapped[UUID] = mapped_column(ForeignKey(Limitation.limitation_id), index=True)
    finding: Mapped[LimitationFinding] = mapped_column(coded(LimitationFinding))
    reviewed_at: Mapped[datetime]
    next_review_on: Mapped[date | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"limitation_reviews.narrative:{self.review_id}"


class LaterExplanation(Base, Recorded):
    """The honest conversation, where the adult could not be told at first. Never changed."""

    __tablename__ = "later_explanations"

    limitation_id: Mapped[UUID] = mapped_column(
        ForeignKey(Limitation.limitation_id), primary_key=True
    )
    told_at: Mapped[datetime]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"later_explanations.narrative:{self.limitation_id}"


class Explanation(BaseModel):
    """What is kept encrypted of the honest conversation."""

    what_was_said: str
    adults_response: str


class ReviewNarrative(BaseModel):
    """What is kept encrypted of a review."""

    why: str


class Alternative(BaseModel):
    """Something else that was considered, and why it would not do."""

    what: str
    why_not: str


class Share(BaseModel):
    """What is shared, with whom, and why it is the least that will do."""

    what: str
    with_agency_id: UUID | None
    with_body: str | None
    why_minimum: str


class LimitationNarrative(BaseModel):
    """What is kept encrypted of a limitation; None where nobody wrote it down."""

    why_proportionate: str
    decided_by: Person
    what_can_still_be_met: str
    explanation: Explanation | None
    danger_in_telling: str | None
    evidence: str | None = None
    alternatives: tuple[Alternative, ...] | None = None
    authority: str | None = None
    decided_by_agency_id: UUID | None = None
    decided_at: datetime | None = None
    lawful_basis: LawfulBasis | None = None
    condition: SpecialCondition | None = None
    legal_advice: LegalAdvice = LegalAdvice.NOT_RECORDED
    legal_advice_sought_on: date | None = None
    court_route: CourtRoute = CourtRoute.NOT_RECORDED
    shared: tuple[Share, ...] | None = None
    capacity_assessment_id: UUID | None = None
