"""What can be called about capacity."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.capacity import commands, queries
from services.outcomes.capacity.views import AssessmentView, CapacityView, NewAssessment
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}/capacity", route_class=StrictRoute, tags=["capacity"]
)


@router.post("", status_code=201, response_model=AssessmentView)
async def assess_capacity(
    body: NewAssessment,
    access: Annotated[Access, Depends(allowed(Operation.ASSESS_CAPACITY))],
    session: Session,
    once: Once,
) -> Response:
    """Record whether the adult could make one decision on one day, and how that was found out.

    A lack of capacity needs one of the four abilities missing, an impairment, and that it is the
    cause. The assessment is never changed; a later one of the same decision takes its place.
    """
    return await once.answer(201, lambda: commands.assess_capacity(session, access, body))


@router.get("")
async def read_capacity(
    access: Annotated[Access, Depends(allowed(Operation.READ_REPRESENTATION))], session: Session
) -> CapacityView:
    """Read every assessment of the case, and the answer of SAC table SG3a that follows."""
    return await queries.read_capacity(session, access.case_id)
