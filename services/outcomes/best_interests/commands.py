"""How a decision for the adult is recorded: on a lack of capacity for that very decision."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.best_interests.errors import (
    CapacityNotLacking,
    OptionsNeeded,
    RepresentativeNotUsable,
)
from services.outcomes.best_interests.models import BestInterestsDecision, DecisionNarrative
from services.outcomes.best_interests.queries import show_decision
from services.outcomes.best_interests.views import BestInterestsView, NewBestInterestsDecision
from services.outcomes.capacity.queries import assessment_of
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.errors import NotYetHappened
from services.outcomes.representatives.queries import representative_of
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import BestInterestsDecided
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.advocacy import SourceCheck
from shared.reference.mental_capacity import CapacityConclusion
from shared.work import now

_LACKING = frozenset({CapacityConclusion.LACKS_CAPACITY, CapacityConclusion.FLUCTUATES})


async def decide_in_best_interests(
    session: AsyncSession, access: Access, new: NewBestInterestsDecision
) -> BestInterestsView:
    """Record a decision; raises `CapacityNotLacking`, `RepresentativeNotUsable`, `NotFound`."""
    if new.chosen_option > len(new.options):
        raise OptionsNeeded
    if new.decided_on > london_date(now(session)):
        raise NotYetHappened
    enquiry = await lock_open_enquiry(session, access.case_id)
    await _check_grounds(session, access, new)
    kept = BestInterestsDecision(
        decision_id=new_id(),
        assessment_id=new.assessment_id,
        representative_id=new.representative_id,
        decided_on=new.decided_on,
        review_on=new.review_on,
        **recorded(session, access.caller, access.case_id),
    )
    told = DecisionNarrative.model_validate(new.model_dump())
    kept.narrative = seal_narrative(session, told, kept.narrative_row)
    session.add(kept)
    subject = f"best_interests_decision/{kept.decision_id}"
    record_change(session, Operation.DECIDE_BEST_INTERESTS, subject, case_id=access.case_id)
    publish(
        session,
        BestInterestsDecided(
            case_id=access.case_id,
            synthetic=enquiry.synthetic,
            decision_id=kept.decision_id,
            assessment_id=kept.assessment_id,
            decided_on=kept.decided_on,
            recorded_by_agency_id=access.caller.agency_id,
        ),
    )
    return show_decision(session, kept)


async def _check_grounds(
    session: AsyncSession, access: Access, new: NewBestInterestsDecision
) -> None:
    """Raise unless the adult lacks capacity for it, and whoever was asked may speak for them."""
    assessment = await assessment_of(session, access.case_id, new.assessment_id)
    if not assessment.is_current or assessment.conclusion not in _LACKING:
        raise CapacityNotLacking
    if new.representative_id is None:
        return
    speaker = await representative_of(session, access.case_id, new.representative_id)
    if speaker.ended is not None or speaker.source_check is not SourceCheck.NOT_A_SOURCE:
        raise RepresentativeNotUsable
