"""Referring people for a review, and each step that its board takes.

Nothing is published: a review is told to fewer than any case is, and those read it here.
"""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.errors import PeriodReversed, UnknownAgencyNamed
from services.outcomes.reviews.errors import (
    BoardNeeded,
    BoardUnsuitable,
    NoBoard,
    NotTheBoard,
    PersonOutsideReview,
    PublicationInconsistent,
    ReviewAlreadyCompleted,
    ReviewAlreadyUnderWay,
    ReviewDatesDisordered,
    ReviewNotAgreed,
    ReviewNotUnderWay,
)
from services.outcomes.reviews.models import (
    Review,
    ReviewCase,
    ReviewContributor,
    ReviewStep,
    StepKind,
)
from services.outcomes.reviews.queries import boards_that_can_decide, review_for, show_review
from services.outcomes.reviews.views import (
    NewCommission,
    NewCompletion,
    NewDecision,
    NewReview,
    ReviewReceipt,
    ReviewView,
)
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.tables import known_agencies
from shared.access.visibility import require
from shared.audit.append import record_change
from shared.clock import london_date
from shared.errors import Denial
from shared.identifiers import new_id
from shared.reference.reviews import DUTIES, ReviewStage
from shared.versions import check_version
from shared.work import now, seal


async def require_cases(session: AsyncSession, caller: Caller, new: NewReview) -> None:
    """Let the caller refer the adults of all these cases; raises `NotFound` or `Forbidden`."""
    for case_id in sorted(set(new.case_ids)):
        await require(session, caller, Operation.REFER_FOR_REVIEW, case_id)


async def refer(session: AsyncSession, caller: Caller, new: NewReview) -> ReviewReceipt:
    """Ask a board for a review of the adults of these cases, which the caller may refer.

    Raises `ReviewDatesDisordered` for a day to come, and where no board is to decide `NoBoard`,
    `BoardNeeded` or `BoardUnsuitable`.
    """
    _check_order(session, new.referred_on)
    review = Review(
        review_id=new_id(),
        board_id=await _board(session, caller, new.board_id),
        referred_by_agency_id=caller.agency_id,
        referred_by_practitioner_id=_person(caller),
        referred_on=new.referred_on,
        received_at=now(session),
        ground=new.ground,
        stage=ReviewStage.REFERRED,
        harms=[],
        version=1,
        synthetic=caller.synthetic,
    )
    review.reason = seal(session, new.reason, review.place)
    session.add(review)
    await session.flush()
    session.add_all(
        ReviewCase(review_id=review.review_id, case_id=case_id) for case_id in set(new.case_ids)
    )
    record_change(session, "refer_for_review", _subject(review))
    return ReviewReceipt(
        review_id=review.review_id, board_id=review.board_id, received_at=review.received_at
    )


async def decide(
    session: AsyncSession, caller: Caller, review_id: UUID, new: NewDecision, *, seen: int
) -> ReviewView:
    """Record whether there is a review (Care Act 2014, section 44); anew until it begins.

    Raises `ReviewAlreadyUnderWay` and `ReviewDatesDisordered`.
    """
    review = await board_review(session, caller, review_id, seen=seen)
    if review.commissioned_on is not None:
        raise ReviewAlreadyUnderWay
    _check_order(session, review.referred_on, new.decided_on)
    review.decision, review.decided_on = new.decision, new.decided_on
    review.stage = ReviewStage.DECIDED
    return await _step(session, caller, review, StepKind.DECISION, new)


async def commission(
    session: AsyncSession, caller: Caller, review_id: UUID, new: NewCommission, *, seen: int
) -> ReviewView:
    """Record that the review begins, or put that right until it is completed.

    Raises `ReviewNotAgreed`, `ReviewAlreadyCompleted`, `PersonOutsideReview`, `PeriodReversed`,
    `ReviewDatesDisordered` and `UnknownAgencyNamed`.
    """
    review = await board_review(session, caller, review_id, seen=seen)
    if review.decision is None or review.decision not in DUTIES or review.decided_on is None:
        raise ReviewNotAgreed
    if review.stage is ReviewStage.COMPLETED:
        raise ReviewAlreadyCompleted
    _check_order(session, review.decided_on, new.commissioned_on)
    if new.period_to < new.period_from:
        raise PeriodReversed
    await _check_people(session, review, new)
    await _keep_contributors(session, review, new)
    review.commissioned_on, review.stage = new.commissioned_on, ReviewStage.UNDER_WAY
    review.harms = [person.harm for person in new.people]
    return await _step(session, caller, review, StepKind.COMMISSION, new)


async def complete(
    session: AsyncSession, caller: Caller, review_id: UUID, new: NewCompletion, *, seen: int
) -> ReviewView:
    """Record what the review found; told anew, it replaces that, as when it is published later.

    Raises `ReviewNotUnderWay`, `PublicationInconsistent` and `ReviewDatesDisordered`.
    """
    review = await board_review(session, caller, review_id, seen=seen)
    if review.commissioned_on is None:
        raise ReviewNotUnderWay
    if new.published_on is not None and new.why_not_published is not None:
        raise PublicationInconsistent
    _check_order(session, review.commissioned_on, new.completed_on)
    if new.published_on is not None:
        _check_order(session, new.completed_on, new.published_on)
    review.completed_on, review.stage = new.completed_on, ReviewStage.COMPLETED
    return await _step(session, caller, review, StepKind.COMPLETION, new)


async def board_review(
    session: AsyncSession, caller: Caller, review_id: UUID, *, seen: int | None
) -> Review:
    """Return a review for a named person of its board, locked, at the version they saw if any.

    Raises `NotFound`, `NotTheBoard` for others who know of it, and `PreconditionFailed`.
    """
    review = await review_for(session, caller, review_id, lock=True)
    if review.board_id != caller.agency_id or caller.practitioner is None:
        raise NotTheBoard(denial=Denial("act_on_review", None, _subject(review), "not the board"))
    if seen is not None:
        check_version(review.version, seen)
    return review


async def require_known(session: AsyncSession, review: Review, agency_ids: set[UUID]) -> None:
    """Raise `UnknownAgencyNamed` unless all are agencies on the exchange, of the same mark."""
    query = select(func.count()).where(
        known_agencies.c.agency_id.in_(agency_ids),
        known_agencies.c.synthetic == review.synthetic,
        known_agencies.c.live,
    )
    if await session.scalar(query) != len(agency_ids):
        raise UnknownAgencyNamed


async def _board(session: AsyncSession, caller: Caller, named: UUID | None) -> UUID:
    found = await boards_that_can_decide(session, synthetic=caller.synthetic, agency_id=named)
    if not found:
        raise NoBoard if named is None else BoardUnsuitable
    if len(found) > 1:
        raise BoardNeeded
    return found[0]


async def _step(
    session: AsyncSession, caller: Caller, review: Review, kind: StepKind, new: BaseModel
) -> ReviewView:
    review.version += 1
    step = ReviewStep(
        step_id=new_id(),
        review_id=review.review_id,
        kind=kind,
        version=review.version,
        recorded_at=now(session),
        recorded_by_practitioner_id=_person(caller),
        synthetic=review.synthetic,
    )
    step.content = seal(session, new.model_dump_json(), step.place)
    session.add(step)
    await session.flush()
    record_change(session, f"review_{kind}", _subject(review))
    return await show_review(session, caller, review)


async def _check_people(session: AsyncSession, review: Review, new: NewCommission) -> None:
    named = [person.case_id for person in new.people if person.case_id is not None]
    query = select(ReviewCase.case_id).where(ReviewCase.review_id == review.review_id)
    if len(set(named)) < len(named) or not set(named) <= set(await session.scalars(query)):
        raise PersonOutsideReview


async def _keep_contributors(session: AsyncSession, review: Review, new: NewCommission) -> None:
    agency_ids = set(new.contributing_agency_ids)
    await require_known(session, review, agency_ids)
    await session.execute(
        delete(ReviewContributor).where(ReviewContributor.review_id == review.review_id)
    )
    session.add_all(
        ReviewContributor(review_id=review.review_id, agency_id=agency_id)
        for agency_id in agency_ids
    )


def _check_order(session: AsyncSession, *days: date) -> None:
    in_order = [*days, london_date(now(session))]
    if in_order != sorted(in_order):
        raise ReviewDatesDisordered


def _person(caller: Caller) -> str:
    return caller.practitioner.id if caller.practitioner else ""


def _subject(review: Review) -> str:
    return f"review/{review.review_id}"
