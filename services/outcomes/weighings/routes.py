"""What can be called about weighings."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.weighings import commands, queries
from services.outcomes.weighings.models import WeighingVersion
from services.outcomes.weighings.views import (
    NewWeighing,
    RevisedWeighing,
    WeighingHistory,
    WeighingView,
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
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["weighings"]
)

Reading = Annotated[Access, Depends(allowed(Operation.READ_WEIGHINGS))]


@router.post("/weighings", status_code=201, response_model=WeighingView)
async def record_weighing(
    body: NewWeighing,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_WEIGHING))],
    session: Session,
    once: Once,
) -> Response:
    """Weigh what the adult could do: the benefits and risks of each option, in either view.

    With the adult, in a conversation; or without, and then it is said why.
    """
    return await once.answer(201, lambda: commands.record_weighing(session, access, body))


@router.get("/weighings")
async def list_weighings(access: Reading, session: Session, page: PageQuery) -> Page[WeighingView]:
    """List the weighings of a case, each in its current version, the newest first."""
    found = await paginate(
        session,
        queries.current_weighings(access.case_id),
        keys=(WeighingVersion.weighing_id,),
        page=page,
        bound_to=f"weighings:{access.case_id}:{access.caller.agency_id}",
    )
    items = [queries.show_weighing(session, kept) for kept in found.rows]
    return Page[WeighingView](items=items, next=found.next)


@router.get("/weighings/{weighing_id}")
async def read_weighing(
    weighing_id: UUID, access: Reading, session: Session, response: Response
) -> WeighingHistory:
    """Read one weighing with the versions it replaced, and the ETag to revise it by."""
    history = await queries.read_weighing(session, access.case_id, weighing_id)
    response.headers["ETag"] = etag(history.version)
    return history


@router.put("/weighings/{weighing_id}")
async def revise_weighing(
    weighing_id: UUID,
    body: RevisedWeighing,
    access: Annotated[Access, Depends(allowed(Operation.REVISE_WEIGHING))],
    session: Session,
    seen: IfMatch,
    response: Response,
) -> WeighingView:
    """Weigh the options anew; the earlier version is kept."""
    view = await commands.revise_weighing(session, access, weighing_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view
