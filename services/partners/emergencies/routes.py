"""What can be called about emergency access."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.partners.emergencies import commands, queries
from services.partners.emergencies.views import (
    EmergencyView,
    NewEmergency,
    NewReview,
    OpenEmergencyView,
)
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["emergencies"])


@router.post("/cases/{case_id}/emergencies", status_code=201, response_model=OpenEmergencyView)
async def open_emergency(
    body: NewEmergency,
    access: Annotated[Access, Depends(allowed(Operation.OPEN_EMERGENCY))],
    session: Session,
    once: Once,
) -> Response:
    """Open a case whose id you know because someone's safety can't wait, for up to 60 minutes.

    For the very practitioner that the token's `act` claim names; without a name the case is not
    found. Opens the concern, the decision, the enquiry and the parties for reading, and nothing
    for writing. The lead agency is alerted at once, reads the reason and reviews it. Whoever must
    not know of the case finds nothing, as always.
    """
    return await once.answer(201, lambda: commands.open_emergency(session, access, body))


@router.get("/cases/{case_id}/emergencies")
async def list_emergencies_of_case(
    access: Annotated[Access, Depends(allowed(Operation.READ_EMERGENCIES))],
    session: Session,
    page: PageQuery,
) -> Page[EmergencyView]:
    """List who opened this case in an emergency, the newest first. Lead only."""
    return await queries.list_emergencies_of_case(session, access, page)


@router.post(
    "/cases/{case_id}/emergencies/{emergency_id}/review",
    status_code=201,
    response_model=EmergencyView,
)
async def review_emergency(
    emergency_id: UUID,
    body: NewReview,
    access: Annotated[Access, Depends(allowed(Operation.REVIEW_EMERGENCY))],
    session: Session,
    once: Once,
) -> Response:
    """Review an emergency access, once, as a safeguarding lead of the lead agency."""
    return await once.answer(
        201, lambda: commands.review_emergency(session, access, emergency_id, body)
    )


@router.get("/emergencies")
async def list_emergencies(
    caller: Annotated[Caller, Depends(calling(Scope.PARTIES_READ))],
    session: Session,
    page: PageQuery,
    reviewed: Annotated[
        bool | None, Query(description="false: those that wait for a review; left out: all.")
    ] = None,
) -> Page[EmergencyView]:
    """List who opened cases that your agency leads in an emergency, with how long each waits."""
    return await queries.list_emergencies(session, caller, reviewed=reviewed, page=page)
