"""What can be read of signs of coercion."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.coercion.advice import ADVICE, safe_enquiry_advice
from services.outcomes.coercion.models import CoercionObservation, ObservationNarrative
from services.outcomes.coercion.views import AdviceView, CoercionObservationView
from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.schema import unseal_narrative


def observations_of(case_id: UUID) -> Select[CoercionObservation]:
    """Return the query for the signs that were seen in a case."""
    return select(CoercionObservation).where(CoercionObservation.case_id == case_id)


def show_observation(session: AsyncSession, kept: CoercionObservation) -> CoercionObservationView:
    """Return an observation with what is advised, for callers whom the policy has let in."""
    told = unseal_narrative(session, ObservationNarrative, kept.narrative, kept.narrative_row)
    return CoercionObservationView(
        observation_id=kept.observation_id,
        indicators=list(told.indicators),
        observed_by=PersonView.of(told.observed_by),
        observed_at=kept.observed_at,
        what_was_seen=told.what_was_seen,
        from_whom=told.from_whom,
        safe_enquiry=told.safe_enquiry,
        safe_enquiry_note=told.safe_enquiry_note,
        conversation_id=kept.conversation_id,
        advice=[
            AdviceView(code=code, text=ADVICE[code].text, source=ADVICE[code].source)
            for code in safe_enquiry_advice(told.indicators, told.safe_enquiry)
        ],
        recorded=RecordedView.of(kept),
    )
