"""What is kept of a review, of the cases and agencies in it, and of what came of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference.reviews import Ground, ReviewDecision, ReviewStage


class StepKind(StrEnum):
    """What a board did about a review."""

    DECISION = "decision"
    COMMISSION = "commission"
    COMPLETION = "completion"


class Review(Base):
    """A review, from its referral on. `reason` is sealed; `harms` is what SG5 counts."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_board_id", "board_id", "review_id"),
        Index("ix_reviews_referred_by_agency_id", "referred_by_agency_id", "review_id"),
    )

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    board_id: Mapped[UUID]
    referred_by_agency_id: Mapped[UUID]
    referred_by_practitioner_id: Mapped[str]
    referred_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ground: Mapped[Ground] = mapped_column(coded(Ground))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    stage: Mapped[ReviewStage] = mapped_column(coded(ReviewStage))
    decision: Mapped[ReviewDecision | None] = mapped_column(coded(ReviewDecision))
    decided_on: Mapped[date | None]
    commissioned_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    harms: Mapped[list[str]] = mapped_column(Json)
    version: Mapped[int]
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the reason is sealed for."""
        return f"reviews.reason:{self.review_id}"


class ReviewCase(Base):
    """A case whose adult the review is about. Who must not know of it must not know of either."""

    __tablename__ = "review_cases"
    __table_args__ = (Index("ix_review_cases_case_id", "case_id", "review_id"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey(Review.review_id), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)


class ReviewContributor(Base):
    """An agency that the board asked to contribute."""

    __tablename__ = "review_contributors"
    __table_args__ = (Index("ix_review_contributors_agency_id", "agency_id", "review_id"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey(Review.review_id), primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)


class ReviewStep(Base):
    """What the board decided, commissioned or found, as it was told; earlier tellings are kept."""

    __tablename__ = "review_steps"
    __table_args__ = (Index("ix_review_steps_review_id", "review_id", "version"),)

    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey(Review.review_id))
    kind: Mapped[StepKind] = mapped_column(coded(StepKind))
    version: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_practitioner_id: Mapped[str]
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the content is sealed for."""
        return f"review_steps.content:{self.step_id}"


class ReviewAction(Base):
    """What an agency is to do after a review. `what` and `report` are sealed."""

    __tablename__ = "review_actions"
    __table_args__ = (
        Index("ix_review_actions_review_id", "review_id", "review_action_id"),
        Index("ix_review_actions_owner_agency_id", "owner_agency_id", "review_action_id"),
    )

    review_action_id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey(Review.review_id))
    owner_agency_id: Mapped[UUID]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    what: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[bytes | None] = mapped_column(LargeBinary)
    version: Mapped[int]
    synthetic: Mapped[bool]

    def place(self, column: str) -> str:
        """Return the place that a column is sealed for."""
        return f"review_actions.{column}:{self.review_action_id}"
