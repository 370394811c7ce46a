"""Safeguarding Adults Reviews, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.reviews import actions, commands, queries
from services.outcomes.reviews.views import (
    ActionReport,
    NewCommission,
    NewCompletion,
    NewDecision,
    NewReview,
    NewReviewAction,
    ReviewActionView,
    ReviewCounts,
    ReviewReceipt,
    ReviewView,
)
from services.outcomes.statistics.routes import PeriodQuery
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/outcomes/v1", route_class=StrictRoute, tags=["reviews"])

Reading = Annotated[Caller, Depends(calling(Scope.OUTCOMES_READ))]
Writing = Annotated[Caller, Depends(calling(Scope.OUTCOMES_WRITE))]
Counting = Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))]


async def known(review_id: UUID, caller: Writing, session: Session) -> UUID:
    """Return the id of a review that the caller may know of, before any answer is repeated."""
    await queries.review_for(session, caller, review_id)
    return review_id


Known = Annotated[UUID, Depends(known)]


@router.post("/reviews", status_code=201, response_model=ReviewReceipt)
async def refer(body: NewReview, caller: Writing, session: Session, once: Once) -> Response:
    """Refer adults to a Safeguarding Adults Board for a review (Care Act 2014, section 44).

    A named person of the lead agency or a party of every case does. The board reads it here;
    nothing is sent to anybody.
    """
    await commands.require_cases(session, caller, body)
    return await once.answer(
        201,
        lambda: commands.refer(session, caller, body),
        location=lambda receipt: f"/outcomes/v1/reviews/{receipt.review_id}",
    )


@router.get("/reviews")
async def list_reviews(caller: Reading, session: Session, page: PageQuery) -> Page[ReviewView]:
    """List the reviews that you refer, arrange or contribute to, the newest first."""
    return await queries.list_reviews(session, caller, page)


@router.get("/reviews/counts")
async def count(caller: Counting, session: Session, period: PeriodQuery) -> ReviewCounts:
    """Count completed reviews and the people in them, as SG5 does.

    Over the reviews that the calling agency may read. Who suffered no serious harm is in no row.
    """
    return await queries.count(session, caller, period)


@router.get("/reviews/{review_id}")
async def read_review(
    review_id: UUID, caller: Reading, session: Session, response: Response
) -> ReviewView:
    """Read a review. What is not for you is null."""
    return _tagged(response, await queries.read_review(session, caller, review_id))


@router.put("/reviews/{review_id}/decision")
async def decide(
    review_id: Known,
    body: NewDecision,
    caller: Writing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ReviewView:
    """Decide whether there is a review, or decide anew before it begins. The board alone."""
    view = await commands.decide(session, caller, review_id, body, seen=seen)
    return _tagged(response, view)


@router.put("/reviews/{review_id}/commission")
async def commission(
    review_id: Known,
    body: NewCommission,
    caller: Writing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ReviewView:
    """Begin the review: whom it is about, which time, and which agencies contribute.

    The agencies named can read the review from now on, but not why it was referred.
    """
    view = await commands.commission(session, caller, review_id, body, seen=seen)
    return _tagged(response, view)


@router.put("/reviews/{review_id}/completion")
async def complete(
    review_id: Known,
    body: NewCompletion,
    caller: Writing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ReviewView:
    """Say what the review found and whether it was published; again when that changes."""
    view = await commands.complete(session, caller, review_id, body, seen=seen)
    return _tagged(response, view)


@router.post("/reviews/{review_id}/actions", status_code=201, response_model=ReviewActionView)
async def set_action(
    review_id: Known, body: NewReviewAction, caller: Writing, session: Session, once: Once
) -> Response:
    """Set an agency an action. It reads the action in its list, and not the review."""
    return await once.answer(201, lambda: actions.set_action(session, caller, review_id, body))


@router.get("/review-actions")
async def list_actions(
    caller: Reading, session: Session, page: PageQuery
) -> Page[ReviewActionView]:
    """List the actions after reviews that you own, or set as the board, the newest first."""
    return await actions.list_actions(session, caller, page)


@router.put("/review-actions/{review_action_id}/report")
async def report_on_action(
    review_action_id: UUID,
    body: ActionReport,
    caller: Writing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ReviewActionView:
    """Report how far you are with an action of yours; it is done where a day is given."""
    view = await actions.report_on_action(session, caller, review_action_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


def _tagged(response: Response, view: ReviewView) -> ReviewView:
    response.headers["ETag"] = etag(view.version)
    return view
