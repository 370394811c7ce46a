"""What can be called about contributions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.contributions import commands, queries
from services.partners.contributions.views import (
    ContributionHistory,
    ContributionView,
    NewContribution,
    RevisedContribution,
    Withdrawal,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/partners/v1/cases/{case_id}/contributions",
    route_class=StrictRoute,
    tags=["contributions"],
)

Reading = Annotated[Access, Depends(allowed(Operation.READ_CONTRIBUTION))]
Contributing = Annotated[Access, Depends(allowed(Operation.CONTRIBUTE))]


@router.post("", status_code=201, response_model=ContributionView)
async def contribute(
    body: NewContribution, access: Contributing, session: Session, once: Once
) -> Response:
    """Give something to the case without having been asked.

    It stays your agency's: nobody else can change it. The lead agency reads it, and the agencies
    that you name; the others can't tell that it is there.
    """
    return await once.answer(
        201,
        lambda: commands.contribute(session, access, body),
        location=lambda view: (
            f"/partners/v1/cases/{view.case_id}/contributions/{view.contribution_id}"
        ),
    )


@router.get("")
async def list_contributions(
    access: Reading, session: Session, page: PageQuery
) -> Page[ContributionView]:
    """List your agency's contributions to the case and those shared with it, newest first."""
    return await queries.list_contributions(session, access, page)


@router.get("/{contribution_id}")
async def read_contribution(
    contribution_id: UUID, access: Reading, session: Session, response: Response
) -> ContributionHistory:
    """Read a contribution with the versions it replaced, and the ETag to revise it by."""
    history = await queries.read_contribution(session, access, contribution_id)
    response.headers["ETag"] = etag(history.version)
    return history


@router.put("/{contribution_id}")
async def revise_contribution(
    contribution_id: UUID,
    body: RevisedContribution,
    access: Contributing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ContributionView:
    """Give a newer version of your own contribution; the earlier one is kept.

    The body names everyone who may read it from now on, beside the lead agency.
    """
    view = await commands.revise_contribution(session, access, contribution_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/{contribution_id}/withdrawal", response_model=ContributionView)
async def withdraw_contribution(
    contribution_id: UUID,
    body: Withdrawal,
    access: Contributing,
    session: Session,
    once: Once,
) -> Response:
    """Take your own contribution back: its words are shown to nobody any more, only why."""
    return await once.answer(
        200, lambda: commands.withdraw_contribution(session, access, contribution_id, body)
    )
