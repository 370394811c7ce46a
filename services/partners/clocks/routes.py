"""What can be called about targets: which hold, what is due, and more time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.clocks import commands, queries
from services.partners.clocks.views import ClockView, Extension, TargetsView
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["targets"])


@router.get("/targets")
async def read_targets(
    _caller: Annotated[Caller, Depends(calling(Scope.REQUESTS_READ))], session: Session
) -> TargetsView:
    """Read the targets in force, each with its source. A target informs and closes nothing."""
    return await queries.read_targets(session)


@router.get("/cases/{case_id}/clocks")
async def list_clocks(
    access: Annotated[Access, Depends(allowed(Operation.READ_CLOCKS))],
    session: Session,
    page: PageQuery,
) -> Page[ClockView]:
    """List by when something is due from your agency, or to it; the lead agency reads all.

    Due times are ends of working days in London: Monday to Friday without the bank holidays of
    England and Wales.
    """
    return await queries.list_clocks(session, access, page)


@router.post("/cases/{case_id}/clocks/{clock_id}/extension", response_model=ClockView)
async def extend_target(
    clock_id: UUID,
    body: Extension,
    access: Annotated[Access, Depends(allowed(Operation.EXTEND_TARGET))],
    session: Session,
    once: Once,
) -> Response:
    """Give more time, at the adult's pace, as the lead agency or the agency that waits for it.

    Say why, and whether the adult agreed. A target that was missed may be extended as well; that
    it was missed stays on record.
    """
    return await once.answer(200, lambda: commands.extend_target(session, access, clock_id, body))
