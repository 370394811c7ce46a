"""How steps are told, by the agency that took them, and told anew."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.effort.models import EffortStep
from services.outcomes.effort.queries import show_step, steps_of
from services.outcomes.effort.views import EffortStepView, NewEffortStep
from services.outcomes.errors import NotYetHappened, StepAlreadyReplaced
from services.outcomes.schema import recorded
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.work import now


async def record_effort(
    session: AsyncSession, access: Access, new: NewEffortStep
) -> EffortStepView:
    """Keep a step, at any time in a case: work begins before the enquiry and may outlast it.

    Raises `NotFound` for a step to replace that is not there or is another agency's.
    """
    if new.done_on > london_date(now(session)):
        raise NotYetHappened
    if new.replaces_step_id is not None:
        await _replace(session, access, new.replaces_step_id)
    step = EffortStep(
        step_id=new_id(),
        kind=new.kind,
        done_on=new.done_on,
        minutes=new.minutes,
        contacts=new.contacts,
        replaces_step_id=new.replaces_step_id,
        is_replaced=False,
        **recorded(session, access.caller, access.case_id),
    )
    session.add(step)
    subject = f"effort_step/{step.step_id}"
    record_change(session, Operation.RECORD_EFFORT, subject, case_id=access.case_id)
    return show_step(step)


async def _replace(session: AsyncSession, access: Access, step_id: UUID) -> None:
    query = steps_of(access.case_id).where(
        EffortStep.step_id == step_id,
        EffortStep.recorded_by_agency_id == access.caller.agency_id,
    )
    step = await session.scalar(query.with_for_update())
    if step is None:
        raise NotFound
    if step.is_replaced:
        raise StepAlreadyReplaced
    step.is_replaced = True
