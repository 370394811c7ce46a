"""How an enquiry is concluded, once, by the lead agency."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conclusions.queries import read_enquiry
from services.outcomes.conclusions.views import EnquiryView, NewConclusion
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.enquiries.models import ConclusionNarrative
from services.outcomes.experience.commands import invite
from services.outcomes.schema import seal_narrative
from services.outcomes.statistics.commands import keep_fact
from services.outcomes.verdicts.queries import result_so_far
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import EnquiryConcluded
from shared.messaging.outbox import publish
from shared.work import now


async def conclude(session: AsyncSession, access: Access, new: NewConclusion) -> EnquiryView:
    """End the enquiry; its answers follow from what was recorded until now.

    An enquiry without any conversation is concluded as not recorded: that is itself a finding.
    """
    enquiry = await lock_open_enquiry(session, access.case_id)
    practitioner = access.caller.practitioner
    enquiry.concluded_at = now(session)
    enquiry.concluded_by_agency_id = access.caller.agency_id
    enquiry.concluded_by_practitioner_id = practitioner.id if practitioner else None
    narrative = ConclusionNarrative(summary=new.summary)
    enquiry.conclusion = seal_narrative(session, narrative, enquiry.conclusion_row)
    enquiry.result = await result_so_far(session, enquiry)
    subject = f"enquiry/{enquiry.enquiry_id}"
    record_change(session, Operation.CONCLUDE, subject, case_id=access.case_id)
    event = EnquiryConcluded(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        enquiry_id=enquiry.enquiry_id,
        asked=enquiry.asked,
        achieved=enquiry.achieved,
        achieved_judged_by=enquiry.achieved_judged_by,
        derived=enquiry.derived,
        concluded_at=enquiry.concluded_at,
    )
    publish(session, event)
    await keep_fact(session, event)
    await invite(session, enquiry)
    return await read_enquiry(session, access.case_id)
