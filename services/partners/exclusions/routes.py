"""What can be called about who must not know of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.exclusions import commands, queries
from services.partners.exclusions.views import (
    DeciderView,
    ExclusionsView,
    ExclusionView,
    Lifting,
    NewDecider,
    NewExclusion,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/partners/v1/cases/{case_id}",
    route_class=StrictRoute,
    tags=["exclusions"],
)

Deciding = Annotated[Access, Depends(allowed(Operation.DECIDE_EXCLUSION))]


@router.post("/exclusions", status_code=201, response_model=ExclusionView)
async def decide_exclusion(
    body: NewExclusion, access: Deciding, session: Session, once: Once
) -> Response:
    """Decide that an agency, or a unit or a person in it, must not know of the case.

    For a safeguarding lead of the lead agency, or the decider named in its stead. Nothing of the
    case is shown or sent to whom it names from the moment of the answer, on any channel. The lead
    agency as a whole can't be excluded: name the unit or the person.
    """
    return await once.answer(201, lambda: commands.decide_exclusion(session, access, body))


@router.get("/exclusions")
async def list_exclusions(
    access: Annotated[Access, Depends(allowed(Operation.READ_EXCLUSIONS))], session: Session
) -> ExclusionsView:
    """List holds and exclusions, with every decision: by whom, when and why.

    A hold comes by itself when an alleged source's employer matches an agency on the exchange.
    """
    return await queries.list_exclusions(session, access.case_id)


@router.post("/exclusions/{exclusion_id}/lifting", response_model=ExclusionView)
async def lift_exclusion(
    exclusion_id: UUID, body: Lifting, access: Deciding, session: Session, once: Once
) -> Response:
    """Lift a hold or an exclusion. What was withheld meanwhile is not sent afterwards."""
    return await once.answer(
        200, lambda: commands.lift_exclusion(session, access, exclusion_id, body)
    )


@router.post("/decider", status_code=201, response_model=DeciderView)
async def name_decider(
    body: NewDecider,
    access: Annotated[Access, Depends(allowed(Operation.NAME_DECIDER))],
    session: Session,
    once: Once,
) -> Response:
    """Name who decides exclusions on this case, where the lead agency's own staff are accused.

    For a safeguarding lead of the lead agency. The person works for the lead agency or for one
    that takes part. From then on that person alone reads, decides and lifts the exclusions of the
    case, and alone can name another. When their agency leaves, or an exclusion names them, the
    lead agency's safeguarding leads decide again.
    """
    return await once.answer(201, lambda: commands.name_decider(session, access, body))


@router.get("/decider")
async def read_decider(
    access: Annotated[Access, Depends(allowed(Operation.READ_DECIDER))], session: Session
) -> DeciderView:
    """Read who decides exclusions in the stead of the lead agency; 404 where nobody was named."""
    return await queries.read_decider(session, access.case_id)
