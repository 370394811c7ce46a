"""How an assessment of capacity is recorded, and takes the place of an earlier one."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.capacity.assessment import check_assessment
from services.outcomes.capacity.errors import AlreadySuperseded
from services.outcomes.capacity.models import AssessmentNarrative, CapacityAssessment
from services.outcomes.capacity.queries import assessment_of, show_assessment
from services.outcomes.capacity.views import AssessmentView, NewAssessment
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.errors import NotYetHappened
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import CapacityAssessed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def assess_capacity(
    session: AsyncSession, access: Access, new: NewAssessment
) -> AssessmentView:
    """Record an assessment; an earlier one of the same decision stays, and is no longer current.

    Raises `AlreadySuperseded` where a newer one has taken that one's place, and `NotFound`.
    """
    check_assessment(new)
    if new.assessed_on > london_date(now(session)):
        raise NotYetHappened
    enquiry = await lock_open_enquiry(session, access.case_id)
    await _supersede(session, access, new)
    kept = CapacityAssessment(
        assessment_id=new_id(),
        supersedes_id=new.supersedes_assessment_id,
        kind=new.kind,
        assessed_on=new.assessed_on,
        conclusion=new.conclusion,
        reassess_by=new.reassess_by,
        review_on=new.review_on,
        is_current=True,
        **recorded(session, access.caller, access.case_id),
    )
    told = AssessmentNarrative.model_validate(new.model_dump())
    kept.narrative = seal_narrative(session, told, kept.narrative_row)
    session.add(kept)
    subject = f"capacity_assessment/{kept.assessment_id}"
    record_change(session, Operation.ASSESS_CAPACITY, subject, case_id=access.case_id)
    event = CapacityAssessed(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        assessment_id=kept.assessment_id,
        kind=kept.kind,
        assessed_on=kept.assessed_on,
        recorded_by_agency_id=access.caller.agency_id,
        conclusion=kept.conclusion,
    )
    publish(session, event)
    return show_assessment(session, kept)


async def _supersede(session: AsyncSession, access: Access, new: NewAssessment) -> None:
    if new.supersedes_assessment_id is None:
        return
    earlier = await assessment_of(session, access.case_id, new.supersedes_assessment_id)
    if not earlier.is_current:
        raise AlreadySuperseded
    earlier.is_current = False
