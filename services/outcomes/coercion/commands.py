"""How signs of coercion are recorded: by whoever works on the case, at any time."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.coercion.models import CoercionObservation, ObservationNarrative
from services.outcomes.coercion.queries import show_observation
from services.outcomes.coercion.views import CoercionObservationView, NewCoercionObservation
from services.outcomes.conversations.commands import quote_conversation
from services.outcomes.enquiries.commands import lock_enquiry
from services.outcomes.errors import NotYetHappened, SafeEnquiryInconsistent
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import CoercionObserved
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.coercion import SafeEnquiry
from shared.work import now


async def observe_coercion(
    session: AsyncSession, access: Access, new: NewCoercionObservation
) -> CoercionObservationView:
    """Keep what was seen, and answer with how to ask safely.

    Before an enquiry is open and after its end too: danger waits for neither.
    """
    if new.observed_at > now(session):
        raise NotYetHappened
    if new.conversation_id is not None:
        if new.safe_enquiry is not SafeEnquiry.POSSIBLE:
            raise SafeEnquiryInconsistent
        await lock_enquiry(session, access.case_id)
        await quote_conversation(session, access.case_id, new.conversation_id)
    observation = CoercionObservation(
        observation_id=new_id(),
        observed_at=new.observed_at,
        conversation_id=new.conversation_id,
        **recorded(session, access.caller, access.case_id),
    )
    once_each = {"indicators": tuple(dict.fromkeys(new.indicators))}
    narrative = ObservationNarrative.model_validate(new.model_dump() | once_each)
    observation.narrative = seal_narrative(session, narrative, observation.narrative_row)
    session.add(observation)
    subject = f"coercion_observation/{observation.observation_id}"
    record_change(session, Operation.OBSERVE_COERCION, subject, case_id=access.case_id)
    event = CoercionObserved(
        case_id=access.case_id,
        synthetic=observation.synthetic,
        observation_id=observation.observation_id,
        observed_at=new.observed_at,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_observation(session, observation)
