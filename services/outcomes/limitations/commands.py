"""How a limitation is recorded. It never touches the words it limits."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.desired_outcomes.queries import desired_outcome_of
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.errors import ExplanationIncomplete, NotYetHappened, ReviewAlreadyPast
from services.outcomes.limitations.models import Limitation, LimitationNarrative
from services.outcomes.limitations.queries import show_limitation
from services.outcomes.limitations.views import LimitationView, NewLimitation
from services.outcomes.schema import recorded, seal_narrative
from services.outcomes.statistics.commands import keep_fact
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import LimitationRecorded
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def record_limitation(
    session: AsyncSession, access: Access, desired_outcome_id: UUID, new: NewLimitation
) -> LimitationView:
    """Record why a desired outcome can't be delivered in full; raises `NotFound` for no such."""
    _check(session, new)
    await desired_outcome_of(session, access.case_id, desired_outcome_id)
    enquiry = await lock_open_enquiry(session, access.case_id)
    reasons = tuple(dict.fromkeys(new.reasons))
    limitation = Limitation(
        limitation_id=new_id(),
        desired_outcome_id=desired_outcome_id,
        reasons=[reason.value for reason in reasons],
        adult_was_told=new.adult_was_told,
        told_at=new.explanation.told_at if new.explanation else None,
        review_on=new.review_on,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = LimitationNarrative.model_validate(new, from_attributes=True)
    limitation.narrative = seal_narrative(session, narrative, limitation.narrative_row)
    session.add(limitation)
    subject = f"limitation/{limitation.limitation_id}"
    record_change(session, Operation.RECORD_LIMITATION, subject, case_id=access.case_id)
    event = LimitationRecorded(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        limitation_id=limitation.limitation_id,
        desired_outcome_id=desired_outcome_id,
        reasons=reasons,
        adult_was_told=new.adult_was_told,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    await keep_fact(session, event)
    return show_limitation(session, limitation)


def _check(session: AsyncSession, new: NewLimitation) -> None:
    """Raise unless the adult was told, and how, or was not, and why; in the past; to be reviewed.

    Source: the Caldicott, SCIE and MSP particulars of a decision against a wish.
    """
    if (new.explanation is not None) is not new.adult_was_told:
        raise ExplanationIncomplete("explanation is given exactly when the adult was told.")
    if (new.danger_in_telling is not None) is new.adult_was_told:
        raise ExplanationIncomplete("danger_in_telling is given exactly when the adult was not.")
    if new.explanation is not None and new.explanation.told_at > now(session):
        raise NotYetHappened
    if new.review_on < london_date(now(session)):
        raise ReviewAlreadyPast
