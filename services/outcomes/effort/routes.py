"""What can be called about effort."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.effort import commands, queries
from services.outcomes.effort.models import EffortStep
from services.outcomes.effort.views import EffortStepView, EffortView, NewEffortStep
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["effort"])

Reading = Annotated[Access, Depends(allowed(Operation.READ_EFFORT))]


@router.post("/effort", status_code=201, response_model=EffortStepView)
async def record_effort(
    body: NewEffortStep,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_EFFORT))],
    session: Session,
    once: Once,
) -> Response:
    """Tell of a step, with its minutes and contacts as far as they are known. Nobody has to.

    A step that was told wrongly is replaced by naming it in the new one.
    """
    return await once.answer(201, lambda: commands.record_effort(session, access, body))


@router.get("/effort")
async def read_effort(access: Reading, session: Session) -> EffortView:
    """Read what a case took, by agency and kind of step, and the time between its milestones.

    Each sum says how many steps gave no number, and is null where none did.
    """
    return await queries.read_effort(session, access.case_id)


@router.get("/effort/steps")
async def list_effort(access: Reading, session: Session, page: PageQuery) -> Page[EffortStepView]:
    """List the steps of a case, replaced ones too, the newest first."""
    found = await paginate(
        session,
        queries.steps_of(access.case_id),
        keys=(EffortStep.step_id,),
        page=page,
        bound_to=f"effort:{access.case_id}:{access.caller.agency_id}",
    )
    items = [queries.show_step(kept) for kept in found.rows]
    return Page[EffortStepView](items=items, next=found.next)
