"""Reviews and the actions after them, as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from services.outcomes.statistics.views import PeriodView
from shared.http.inputs import Day, Input, View, Words
from shared.reference import reviews as codes


class NewReview(Input):
    """One or more adults, by cases that you work on, about whom a board is asked to review."""

    case_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=20)]
    ground: codes.Ground
    reason: Words
    referred_on: Day
    board_id: UUID | None = None


class NewDecision(Input):
    """What the board decides, and why."""

    decision: codes.ReviewDecision
    decided_on: Day
    rationale: Words


class NewPerson(Input):
    """Somebody whom the review is about; without a case where the exchange knows of none."""

    case_id: UUID | None = None
    harm: codes.Harm


class NewCommission(Input):
    """That the review begins: whom it is about, which time, and which agencies contribute."""

    commissioned_on: Day
    period_from: Day
    period_to: Day
    people: Annotated[tuple[NewPerson, ...], Field(min_length=1, max_length=50)]
    contributing_agency_ids: Annotated[tuple[UUID, ...], Field(max_length=50)] = ()


class NewFinding(Input):
    """Something that the review found."""

    themes: Annotated[tuple[codes.Theme, ...], Field(min_length=1, max_length=len(codes.Theme))]
    finding: Words


class NewCompletion(Input):
    """What the review found, and whether it was published. Neither date nor reason: not yet."""

    completed_on: Day
    findings: Annotated[tuple[NewFinding, ...], Field(max_length=50)]
    published_on: Day | None = None
    why_not_published: Words | None = None


class NewReviewAction(Input):
    """What an agency is to do after the review. It reads this and not the review."""

    owner_agency_id: UUID
    what: Words
    due_on: Day


class ActionReport(Input):
    """How far its owner has come; done where a day is given."""

    report: Words
    done_on: Day | None = None


class ReviewReceipt(View):
    """The exchange has the referral."""

    review_id: UUID
    board_id: UUID
    received_at: datetime


class DecisionView(View):
    """What the board decided. The rationale is null for agencies that contribute."""

    decision: codes.ReviewDecision
    decided_on: date
    rationale: str | None


class PersonView(View):
    """Somebody whom the review is about."""

    case_id: UUID | None
    harm: codes.Harm


class CommissionView(View):
    """That the review began."""

    commissioned_on: date
    period_from: date
    period_to: date
    people: tuple[PersonView, ...]
    contributing_agency_ids: tuple[UUID, ...]


class FindingView(View):
    """Something that the review found."""

    themes: tuple[codes.Theme, ...]
    finding: str


class CompletionView(View):
    """What the review found, and whether it was published."""

    completed_on: date
    findings: tuple[FindingView, ...]
    published_on: date | None
    why_not_published: str | None


class ReviewView(View):
    """A review.

    The board reads all of it. Who referred reads what it sent and the decision; an agency that
    contributes reads all but why it was referred and decided. What is not shown is null.
    """

    review_id: UUID
    version: int
    board_id: UUID
    stage: codes.ReviewStage
    referred_by_agency_id: UUID
    referred_by_practitioner_id: str | None
    referred_on: date
    received_at: datetime
    case_ids: tuple[UUID, ...]
    ground: codes.Ground
    reason: str | None
    duty: codes.Duty | None
    decision: DecisionView | None
    commission: CommissionView | None
    completion: CompletionView | None


class ReviewActionView(View):
    """What an agency is to do after a review, and how far it has come."""

    review_action_id: UUID
    version: int
    board_id: UUID
    owner_agency_id: UUID
    what: str
    due_on: date
    done_on: date | None
    report: str | None
    reported_at: datetime | None


class CountView(View):
    """A row of SG5, with the label of the official table."""

    row: str
    count: int


class ReviewCounts(View):
    """SG5: the reviews completed in a period that the caller may read, and the people in them."""

    model_config = ConfigDict(frozen=True)

    period: PeriodView
    synthetic: bool
    reviews: tuple[CountView, ...]
    people: tuple[CountView, ...]
