"""Actions after a review: set by its board, read and reported on by who owns each of them.

An owner reads what it is to do and not the review, unless it may read that too.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.reviews.commands import board_review, require_known
from services.outcomes.reviews.errors import ReviewDatesDisordered, ReviewNotUnderWay
from services.outcomes.reviews.models import Review, ReviewAction
from services.outcomes.reviews.queries import is_kept_from
from services.outcomes.reviews.views import ActionReport, NewReviewAction, ReviewActionView
from shared.access.caller import Caller
from shared.audit.append import record_access, record_change
from shared.clock import london_date
from shared.errors import Denial, NotFound
from shared.identifiers import new_id
from shared.pagination import Page, PageRequest, paginate
from shared.versions import check_version
from shared.work import now, seal, unseal

READ = "read_review_action"


async def set_action(
    session: AsyncSession, caller: Caller, review_id: UUID, new: NewReviewAction
) -> ReviewActionView:
    """Set an agency an action; raises `ReviewNotUnderWay` and `UnknownAgencyNamed`."""
    review = await board_review(session, caller, review_id, seen=None)
    if review.commissioned_on is None:
        raise ReviewNotUnderWay
    await require_known(session, review, {new.owner_agency_id})
    action = ReviewAction(
        review_action_id=new_id(),
        review_id=review_id,
        owner_agency_id=new.owner_agency_id,
        due_on=new.due_on,
        version=1,
        synthetic=review.synthetic,
    )
    action.what = seal(session, new.what, action.place("what"))
    session.add(action)
    await session.flush()
    record_change(session, "set_review_action", _subject(action.review_action_id))
    return _show(session, action, review.board_id)


async def report_on_action(
    session: AsyncSession, caller: Caller, review_action_id: UUID, new: ActionReport, *, seen: int
) -> ReviewActionView:
    """Record how far the owner has come; told anew, it replaces that.

    Raises `NotFound` for whoever does not own it, `PreconditionFailed`, and
    `ReviewDatesDisordered` for what is to be done on a day to come.
    """
    query = select(ReviewAction).where(
        ReviewAction.review_action_id == review_action_id, _owned_by(caller)
    )
    action = await session.scalar(query.with_for_update())
    if action is None:
        raise NotFound(denial=Denial(READ, None, _subject(review_action_id), "hidden"))
    check_version(action.version, seen)
    if new.done_on is not None and new.done_on > london_date(now(session)):
        raise ReviewDatesDisordered
    action.report = seal(session, new.report, action.place("report"))
    action.done_on, action.reported_at = new.done_on, now(session)
    action.version += 1
    record_change(session, "report_on_review_action", _subject(review_action_id))
    review = await session.get_one(Review, action.review_id)
    return _show(session, action, review.board_id)


async def list_actions(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[ReviewActionView]:
    """Return the actions that the caller owns, or set as the board, the newest first."""
    found = await paginate(
        session,
        select(ReviewAction).where(or_(_owned_by(caller), _set_by(caller))),
        keys=(ReviewAction.review_action_id,),
        page=page,
        bound_to=f"review_actions:{caller.agency_id}",
    )
    ids = {action.review_id for action in found.rows}
    query = select(Review.review_id, Review.board_id).where(Review.review_id.in_(ids))
    boards = {row.review_id: row.board_id for row in await session.execute(query)}
    items = [_show(session, action, boards[action.review_id]) for action in found.rows]
    return Page(items=items, next=found.next)


def _owned_by(caller: Caller) -> ColumnElement[bool]:
    return and_(
        ReviewAction.owner_agency_id == caller.agency_id,
        ReviewAction.synthetic == caller.synthetic,
        ~is_kept_from(caller, ReviewAction.review_id.expression),
    )


def _set_by(caller: Caller) -> ColumnElement[bool]:
    of_board = select(Review.review_id).where(
        Review.board_id == caller.agency_id, Review.synthetic == caller.synthetic
    )
    return and_(
        ReviewAction.review_id.in_(of_board),
        ~is_kept_from(caller, ReviewAction.review_id.expression),
    )


def _show(session: AsyncSession, action: ReviewAction, board_id: UUID) -> ReviewActionView:
    record_access(session, READ, None, subject=_subject(action.review_action_id))
    report = action.report
    return ReviewActionView(
        review_action_id=action.review_action_id,
        version=action.version,
        board_id=board_id,
        owner_agency_id=action.owner_agency_id,
        what=unseal(session, action.what, action.place("what")),
        due_on=action.due_on,
        done_on=action.done_on,
        report=None if report is None else unseal(session, report, action.place("report")),
        reported_at=action.reported_at,
    )


def _subject(review_action_id: UUID) -> str:
    return f"review_action/{review_action_id}"
