"""What can be called about the death of the adult."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.deaths import commands
from services.outcomes.deaths.views import DeathRetraction, DeathView, NewDeath
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["deaths"])


@router.post("/death", status_code=201, response_model=DeathView)
async def record_death(
    body: NewDeath,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_DEATH))],
    session: Session,
    once: Once,
) -> Response:
    """Record that the adult died, so that nobody goes on writing to them.

    Whoever works on the case may, at any time. Recorded again, it replaces what was said before;
    nothing else in the case changes, and the enquiry does not end by it.
    """
    return await once.answer(201, lambda: commands.record_death(session, access, body))


@router.post("/death/retraction", status_code=201, response_model=DeathView)
async def retract_death(
    body: DeathRetraction,
    access: Annotated[Access, Depends(allowed(Operation.RETRACT_DEATH))],
    session: Session,
    once: Once,
) -> Response:
    """Say that the adult did not die: it was recorded in error. The lead agency alone may."""
    return await once.answer(201, lambda: commands.retract_death(session, access, body))
