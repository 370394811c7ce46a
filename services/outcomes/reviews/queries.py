"""Reading reviews: one filter for every list, reading, step and count.

The board of a review, who referred it, and whom the board asked to contribute. Whoever must not
know of one of its cases, the board too, gets what a random id gets.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.reviews.counting import count_reviews
from services.outcomes.reviews.models import (
    Review,
    ReviewCase,
    ReviewContributor,
    ReviewStep,
    StepKind,
)
from services.outcomes.reviews.views import (
    CommissionView,
    CompletionView,
    CountView,
    DecisionView,
    ReviewCounts,
    ReviewView,
)
from services.outcomes.statistics.period import TIME_ZONE, Period
from services.outcomes.statistics.views import PeriodView
from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.access.visibility import is_excluded_from
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.http.inputs import View
from shared.pagination import Page, PageRequest, paginate
from shared.reference.agencies import AgencyKind
from shared.reference.reviews import DUTIES, Harm
from shared.work import unseal

READ = "read_review"
ViewT = TypeVar("ViewT", bound=View)


async def list_reviews(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[ReviewView]:
    """Return the reviews that the caller may read, the newest first."""
    found = await paginate(
        session,
        select(Review).where(readable_by(caller)),
        keys=(Review.review_id,),
        page=page,
        bound_to=f"reviews:{caller.agency_id}",
    )
    items = [await show_review(session, caller, review) for review in found.rows]
    return Page(items=items, next=found.next)


async def read_review(session: AsyncSession, caller: Caller, review_id: UUID) -> ReviewView:
    """Return a review that the caller may read; raises `NotFound` for any other."""
    return await show_review(session, caller, await review_for(session, caller, review_id))


async def review_for(
    session: AsyncSession, caller: Caller, review_id: UUID, *, lock: bool = False
) -> Review:
    """Return a review that the caller may read, locked if asked; raises `NotFound`."""
    query = select(Review).where(Review.review_id == review_id, readable_by(caller))
    review = await session.scalar(query.with_for_update() if lock else query)
    if review is None:
        raise NotFound(denial=Denial(READ, None, f"review/{review_id}", "hidden"))
    return review


async def boards_that_can_decide(
    session: AsyncSession, *, synthetic: bool, agency_id: UUID | None
) -> Sequence[UUID]:
    """Return up to two active boards of the same mark, or the given one if it is such."""
    query = select(known_agencies.c.agency_id).where(
        known_agencies.c.kind == AgencyKind.SAFEGUARDING_ADULTS_BOARD,
        known_agencies.c.synthetic == synthetic,
        ~known_agencies.c.suspended,
        known_agencies.c.live,
    )
    if agency_id is not None:
        query = query.where(known_agencies.c.agency_id == agency_id)
    return (await session.execute(query.limit(2))).scalars().all()


async def count(session: AsyncSession, caller: Caller, period: Period) -> ReviewCounts:
    """Return SG5 over the reviews completed in the period that the caller may read."""
    query = select(Review.harms).where(
        readable_by(caller),
        Review.completed_on.is_not(None),
        *period.includes_days(Review.completed_on),
    )
    harms = (await session.scalars(query)).all()
    reviews, people = count_reviews([[Harm(harm) for harm in of_one] for of_one in harms])
    return ReviewCounts(
        period=PeriodView(
            first_day=period.first_day, last_day=period.last_day, time_zone=TIME_ZONE
        ),
        synthetic=caller.synthetic,
        reviews=tuple(CountView(row=row, count=number) for row, number in reviews.items()),
        people=tuple(CountView(row=row, count=number) for row, number in people.items()),
    )


def readable_by(caller: Caller) -> ColumnElement[bool]:
    """Return the filter of the reviews that the caller may read."""
    contributes = exists().where(
        ReviewContributor.review_id == Review.review_id,
        ReviewContributor.agency_id == caller.agency_id,
    )
    return and_(
        Review.synthetic == caller.synthetic,
        or_(
            Review.board_id == caller.agency_id,
            Review.referred_by_agency_id == caller.agency_id,
            contributes,
        ),
        ~is_kept_from(caller, Review.review_id.expression),
    )


def is_kept_from(caller: Caller, review_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Tell whether the caller must not know of one of the cases of a review."""
    of_review = ReviewCase.review_id == review_id
    return exists().where(of_review, is_excluded_from(caller, ReviewCase.case_id))


async def show_review(session: AsyncSession, caller: Caller, review: Review) -> ReviewView:
    """Open a review, as far as the caller may read it, and record that it was looked at."""
    record_access(session, READ, None, subject=f"review/{review.review_id}")
    is_board = review.board_id == caller.agency_id
    is_referrer = review.referred_by_agency_id == caller.agency_id
    contributes = await _contributes(session, caller, review)
    steps = await _latest(session, review)
    decision = _open(session, DecisionView, steps.get(StepKind.DECISION))
    if decision and not (is_board or is_referrer):
        decision = decision.model_copy(update={"rationale": None})
    commission = _open(session, CommissionView, steps.get(StepKind.COMMISSION))
    completion = _open(session, CompletionView, steps.get(StepKind.COMPLETION))
    cases = select(ReviewCase.case_id).where(ReviewCase.review_id == review.review_id)
    return ReviewView(
        review_id=review.review_id,
        version=review.version,
        board_id=review.board_id,
        stage=review.stage,
        referred_by_agency_id=review.referred_by_agency_id,
        referred_by_practitioner_id=review.referred_by_practitioner_id,
        referred_on=review.referred_on,
        received_at=review.received_at,
        case_ids=tuple((await session.scalars(cases.order_by(ReviewCase.case_id))).all()),
        ground=review.ground,
        reason=unseal(session, review.reason, review.place) if is_board or is_referrer else None,
        duty=DUTIES.get(review.decision) if review.decision else None,
        decision=decision,
        commission=commission if is_board or contributes else None,
        completion=completion if is_board or contributes else None,
    )


async def _contributes(session: AsyncSession, caller: Caller, review: Review) -> bool:
    key = (review.review_id, caller.agency_id)
    return await session.get(ReviewContributor, key) is not None


async def _latest(session: AsyncSession, review: Review) -> dict[StepKind, ReviewStep]:
    query = select(ReviewStep).where(ReviewStep.review_id == review.review_id)
    rows = await session.scalars(query.order_by(ReviewStep.version))
    return {step.kind: step for step in rows}


def _open(session: AsyncSession, view: type[ViewT], step: ReviewStep | None) -> ViewT | None:
    if step is None:
        return None
    return view.model_validate_json(unseal(session, step.content, step.place))
