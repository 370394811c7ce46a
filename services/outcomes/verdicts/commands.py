"""How verdicts are given: always added, never changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.desired_outcomes.queries import desired_outcome_of
from services.outcomes.enquiries.commands import lock_enquiry
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.errors import CaseAlreadyConcluded, NoOutcomeWasExpressed, NotYetHappened
from services.outcomes.schema import recorded, seal_narrative
from services.outcomes.verdicts.models import Verdict, VerdictNarrative
from services.outcomes.verdicts.queries import result_so_far, show_verdict
from services.outcomes.verdicts.views import NewVerdict, VerdictView
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import ResultRevised, VerdictGiven
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.msp import Asked, JudgedBy
from shared.work import now


async def give_verdict(
    session: AsyncSession, access: Access, desired_outcome_id: UUID | None, new: NewVerdict
) -> VerdictView:
    """Add a verdict on a desired outcome, or the overall one where no desired outcome is named.

    The adult, and who speaks for the adult, may judge after the enquiry has ended: only then do
    they know what came of it, and they are asked in the weeks that follow. The worker's judgement
    ends with the conclusion. A later verdict that changes the result changes it openly, with an
    event of its own. Raises `NotFound` for no such desired outcome.
    """
    if new.given_at > now(session):
        raise NotYetHappened
    if desired_outcome_id is not None:
        await desired_outcome_of(session, access.case_id, desired_outcome_id)
    enquiry = await lock_enquiry(session, access.case_id)
    if enquiry.concluded_at is not None and new.judged_by is JudgedBy.WORKER:
        raise CaseAlreadyConcluded
    if enquiry.asked is not Asked.ASKED_AND_EXPRESSED:
        raise NoOutcomeWasExpressed
    verdict = Verdict(
        verdict_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        desired_outcome_id=desired_outcome_id,
        achieved=new.achieved,
        judged_by=new.judged_by,
        given_at=new.given_at,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = VerdictNarrative(note=new.note)
    verdict.narrative = seal_narrative(session, narrative, verdict.narrative_row)
    session.add(verdict)
    await _tell(session, verdict)
    if enquiry.concluded_at is not None:
        await _revise_result(session, enquiry)
    return show_verdict(session, verdict, superseded=False)


async def _tell(session: AsyncSession, verdict: Verdict) -> None:
    subject = f"verdict/{verdict.verdict_id}"
    record_change(session, Operation.GIVE_VERDICT, subject, case_id=verdict.case_id)
    event = VerdictGiven(
        case_id=verdict.case_id,
        synthetic=verdict.synthetic,
        verdict_id=verdict.verdict_id,
        desired_outcome_id=verdict.desired_outcome_id,
        achieved=verdict.achieved,
        judged_by=verdict.judged_by,
        given_at=verdict.given_at,
        recorded_by_agency_id=verdict.recorded_by_agency_id,
    )
    publish(session, event)


async def _revise_result(session: AsyncSession, enquiry: Enquiry) -> None:
    """Work out the result of a concluded enquiry anew, and tell of it if it is another."""
    result = await result_so_far(session, enquiry)
    if result == enquiry.result:
        return
    enquiry.result = result
    event = ResultRevised(
        case_id=enquiry.case_id,
        synthetic=enquiry.synthetic,
        enquiry_id=enquiry.enquiry_id,
        achieved=result.achieved,
        achieved_judged_by=result.judged_by,
        derived=result.derived,
        revised_at=now(session),
    )
    subject = f"enquiry/{enquiry.enquiry_id}"
    record_change(session, "revise_result", subject, case_id=enquiry.case_id)
    publish(session, event)
