"""What can be called about desired outcomes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.desired_outcomes import commands, queries
from services.outcomes.desired_outcomes.models import DesiredOutcomeVersion
from services.outcomes.desired_outcomes.views import (
    DesiredOutcomeHistory,
    DesiredOutcomeView,
    NewDesiredOutcome,
    NoLongerWanted,
    RevisedDesiredOutcome,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["desired outcomes"]
)

Reading = Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))]


@router.post("/desired-outcomes", status_code=201, response_model=DesiredOutcomeView)
async def record_desired_outcome(
    body: NewDesiredOutcome,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_DESIRED_OUTCOME))],
    session: Session,
    once: Once,
) -> Response:
    """Write down something the adult wants: their own words first, a category second."""
    return await once.answer(
        201,
        lambda: commands.record_desired_outcome(session, access, body),
        location=lambda view: _path(access.case_id, view.desired_outcome_id),
    )


@router.get("/desired-outcomes")
async def list_desired_outcomes(
    access: Reading, session: Session, page: PageQuery
) -> Page[DesiredOutcomeView]:
    """List what the adult wants, each in its current version, the newest first."""
    found = await paginate(
        session,
        queries.current_versions(access.case_id),
        keys=(DesiredOutcomeVersion.desired_outcome_id,),
        page=page,
        bound_to=f"desired_outcomes:{access.case_id}:{access.caller.agency_id}",
    )
    items = [queries.show_desired_outcome(session, kept) for kept in found.rows]
    return Page[DesiredOutcomeView](items=items, next=found.next)


@router.get("/desired-outcomes/{desired_outcome_id}")
async def read_desired_outcome(
    desired_outcome_id: UUID, access: Reading, session: Session, response: Response
) -> DesiredOutcomeHistory:
    """Read one desired outcome with the versions it replaced, and the ETag to revise it by."""
    history = await queries.read_desired_outcome(session, access.case_id, desired_outcome_id)
    response.headers["ETag"] = etag(history.version)
    return history


@router.put("/desired-outcomes/{desired_outcome_id}")
async def revise_desired_outcome(
    desired_outcome_id: UUID,
    body: RevisedDesiredOutcome,
    access: Annotated[Access, Depends(allowed(Operation.REVISE_DESIRED_OUTCOME))],
    session: Session,
    seen: IfMatch,
    response: Response,
) -> DesiredOutcomeView:
    """Replace a desired outcome by what the adult wants now; the earlier version is kept."""
    view = await commands.revise_desired_outcome(
        session, access, desired_outcome_id, body, seen=seen
    )
    response.headers["ETag"] = etag(view.version)
    return view


@router.post(
    "/desired-outcomes/{desired_outcome_id}/no-longer-wanted",
    status_code=201,
    response_model=DesiredOutcomeView,
)
async def withdraw_desired_outcome(
    desired_outcome_id: UUID,
    body: NoLongerWanted,
    access: Annotated[Access, Depends(allowed(Operation.WITHDRAW_DESIRED_OUTCOME))],
    session: Session,
    once: Once,
) -> Response:
    """Write down that the adult no longer wants it, and why, as they said it in a conversation.

    It stays on record and in every count of desired outcomes, and is shown as no longer wanted.
    Revising it later makes it wanted again.
    """
    return await once.answer(
        201, lambda: commands.withdraw_desired_outcome(session, access, desired_outcome_id, body)
    )


def _path(case_id: UUID, desired_outcome_id: UUID) -> str:
    return f"/outcomes/v1/cases/{case_id}/desired-outcomes/{desired_outcome_id}"
