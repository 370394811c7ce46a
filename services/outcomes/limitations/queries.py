"""What can be read of limitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.limitations.models import Explanation, Limitation, LimitationNarrative
from services.outcomes.limitations.views import ExplanationView, LimitationView
from services.outcomes.schema import unseal_narrative
from shared.reference.msp import LimitationReason


def limitations_of(case_id: UUID) -> Select[Limitation]:
    """Return the query for the limitations of a case's desired outcomes."""
    return select(Limitation).where(Limitation.case_id == case_id)


def show_limitation(session: AsyncSession, kept: Limitation) -> LimitationView:
    """Return a limitation with its narrative, for callers whom the policy has let in."""
    told = unseal_narrative(session, LimitationNarrative, kept.narrative, kept.narrative_row)
    return LimitationView(
        limitation_id=kept.limitation_id,
        desired_outcome_id=kept.desired_outcome_id,
        reasons=[LimitationReason(reason) for reason in kept.reasons],
        why_proportionate=told.why_proportionate,
        decided_by=PersonView.of(told.decided_by),
        adult_was_told=kept.adult_was_told,
        explanation=_show_explanation(told.explanation, kept.told_at),
        danger_in_telling=told.danger_in_telling,
        what_can_still_be_met=told.what_can_still_be_met,
        review_on=kept.review_on,
        recorded=RecordedView.of(kept),
    )


def _show_explanation(
    explanation: Explanation | None, told_at: datetime | None
) -> ExplanationView | None:
    if explanation is None or told_at is None:
        return None
    return ExplanationView(told_at=told_at, **explanation.model_dump())
