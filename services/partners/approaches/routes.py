"""What can be called about how agencies go about Making Safeguarding Personal."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.approaches import commands, queries
from services.partners.approaches.views import (
    ApproachHistory,
    ApproachView,
    DeclaredApproachView,
    NewApproach,
    RevisedApproach,
)
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["approaches"])

Managing = Annotated[Caller, Depends(calling(Scope.AGENCY_MANAGE))]


@router.post("/approaches", status_code=201, response_model=ApproachView)
async def declare_approach(
    body: NewApproach, caller: Managing, session: Session, once: Once
) -> Response:
    """Declare how your agency went about Making Safeguarding Personal in a period.

    For statistics, which compare ways of doing it. A figure that you don't have is
    `not_recorded` (nobody counted) or `not_supplied` (you keep it to yourselves), and 0 says that
    there were none. One day belongs to one declaration: revise the one there is.
    """
    return await once.answer(
        201,
        lambda: commands.declare_approach(session, caller, body),
        location=lambda view: f"/partners/v1/approaches/{view.approach_id}",
    )


@router.get("/approaches")
async def list_approaches(
    caller: Managing, session: Session, page: PageQuery
) -> Page[ApproachView]:
    """List what your own agency declared, each in its current version, the newest first."""
    return await queries.list_own(session, caller, page)


@router.get("/approaches/{approach_id}")
async def read_approach(
    approach_id: UUID, caller: Managing, session: Session, response: Response
) -> ApproachHistory:
    """Read what your own agency declared, with earlier versions and the ETag to revise it by."""
    history = await queries.read_approach(session, caller, approach_id)
    response.headers["ETag"] = etag(history.version)
    return history


@router.put("/approaches/{approach_id}")
async def revise_approach(
    approach_id: UUID,
    body: RevisedApproach,
    caller: Managing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ApproachView:
    """Replace what your agency declared for a period; the earlier version is kept."""
    view = await commands.revise_approach(session, caller, approach_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


@router.get("/declared-approaches")
async def list_declared_approaches(
    caller: Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))],
    session: Session,
    page: PageQuery,
) -> Page[DeclaredApproachView]:
    """List what the other agencies declared, by kind of agency, the newest first.

    Codes and numbers alone: no agency's name or id, nobody's name, no notes. Where one agency of
    its kind takes part, its kind tells which it is.
    """
    return await queries.list_declared(session, caller, page)
