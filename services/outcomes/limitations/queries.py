"""What can be read of limitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.limitations.gaps import gaps_of
from services.outcomes.limitations.models import (
    Explanation,
    LaterExplanation,
    Limitation,
    LimitationNarrative,
    LimitationReview,
    ReviewNarrative,
)
from services.outcomes.limitations.views import (
    ExplanationView,
    LaterExplanationView,
    LimitationReviewView,
    LimitationView,
)
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound
from shared.reference.msp import LimitationReason

_SHOWN_OTHERWISE = {"decided_by", "decided_by_agency_id", "explanation"}


def limitations_of(case_id: UUID) -> Select[Limitation]:
    """Return the query for the limitations of a case's desired outcomes."""
    return select(Limitation).where(Limitation.case_id == case_id)


async def limitation_of(
    session: AsyncSession, case_id: UUID, desired_outcome_id: UUID, limitation_id: UUID
) -> Limitation:
    """Return one limitation of this desired outcome; raises `NotFound` for one of another."""
    query = limitations_of(case_id).where(
        Limitation.desired_outcome_id == desired_outcome_id,
        Limitation.limitation_id == limitation_id,
    )
    limitation = await session.scalar(query)
    if limitation is None:
        raise NotFound
    return limitation


def show_limitation(session: AsyncSession, kept: Limitation) -> LimitationView:
    """Return a limitation with its narrative, for callers whom the policy has let in."""
    told = unseal_narrative(session, LimitationNarrative, kept.narrative, kept.narrative_row)
    reasons = [LimitationReason(reason) for reason in kept.reasons]
    return LimitationView(
        limitation_id=kept.limitation_id,
        desired_outcome_id=kept.desired_outcome_id,
        reasons=reasons,
        decided_by=PersonView.of(told.decided_by),
        decided_by_agency_id=told.decided_by_agency_id or kept.recorded_by_agency_id,
        adult_was_told=kept.adult_was_told,
        explanation=_show_explanation(told.explanation, kept.told_at),
        told_later=_show_later(session, kept.told_later),
        review_on=kept.review_on,
        next_review_on=kept.next_review_on,
        applies=kept.applies,
        reviews=[_show_review(session, review) for review in kept.reviews],
        gaps=gaps_of(told, reasons),
        recorded=RecordedView.of(kept),
        **told.model_dump(exclude=_SHOWN_OTHERWISE),
    )


def _show_explanation(
    explanation: Explanation | None, told_at: datetime | None
) -> ExplanationView | None:
    if explanation is None or told_at is None:
        return None
    return ExplanationView(told_at=told_at, **explanation.model_dump())


def _show_later(
    session: AsyncSession, kept: LaterExplanation | None
) -> LaterExplanationView | None:
    if kept is None:
        return None
    told = unseal_narrative(session, Explanation, kept.narrative, kept.narrative_row)
    return LaterExplanationView(
        told_at=kept.told_at, recorded=RecordedView.of(kept), **told.model_dump()
    )


def _show_review(session: AsyncSession, kept: LimitationReview) -> LimitationReviewView:
    told = unseal_narrative(session, ReviewNarrative, kept.narrative, kept.narrative_row)
    return LimitationReviewView(
        review_id=kept.review_id,
        finding=kept.finding,
        reviewed_at=kept.reviewed_at,
        why=told.why,
        next_review_on=kept.next_review_on,
        recorded=RecordedView.of(kept),
    )
