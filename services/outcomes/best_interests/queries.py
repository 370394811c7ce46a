"""What can be read of best-interests decisions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.best_interests.models import BestInterestsDecision, DecisionNarrative
from services.outcomes.best_interests.views import BestInterestsDecisionsView, BestInterestsView
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.schema import unseal_narrative


async def decisions_of(session: AsyncSession, case_id: UUID) -> Sequence[BestInterestsDecision]:
    """Return every decision of a case, the newest first."""
    query = select(BestInterestsDecision).where(BestInterestsDecision.case_id == case_id)
    return (await session.scalars(query.order_by(BestInterestsDecision.decision_id.desc()))).all()


async def list_decisions(session: AsyncSession, case_id: UUID) -> BestInterestsDecisionsView:
    """Return them with their words, for callers whom the policy has let in."""
    found = await decisions_of(session, case_id)
    return BestInterestsDecisionsView(items=[show_decision(session, one) for one in found])


def show_decision(session: AsyncSession, kept: BestInterestsDecision) -> BestInterestsView:
    """Return a decision whole."""
    told = unseal_narrative(session, DecisionNarrative, kept.narrative, kept.narrative_row)
    return BestInterestsView.model_validate(
        {
            "decision_id": kept.decision_id,
            "assessment_id": kept.assessment_id,
            "representative_id": kept.representative_id,
            "decided_on": kept.decided_on,
            "review_on": kept.review_on,
            "recorded": RecordedView.of(kept),
            **told.model_dump(),
        }
    )
