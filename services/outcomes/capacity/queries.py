"""What can be read of capacity."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.capacity.models import AssessmentNarrative, CapacityAssessment
from services.outcomes.capacity.sac_capacity import sac_capacity
from services.outcomes.capacity.views import AbilityView, AssessmentView, CapacityView
from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound
from shared.reference.sac_concluded import LackedCapacity

_ABILITIES = ("understand", "retain", "use_or_weigh", "communicate")


async def assessments_of(session: AsyncSession, case_id: UUID) -> Sequence[CapacityAssessment]:
    """Return every assessment of a case, the newest first."""
    query = select(CapacityAssessment).where(CapacityAssessment.case_id == case_id)
    return (await session.scalars(query.order_by(CapacityAssessment.assessment_id.desc()))).all()


async def assessment_of(
    session: AsyncSession, case_id: UUID, assessment_id: UUID
) -> CapacityAssessment:
    """Return one assessment of this case; raises `NotFound` for one of another."""
    query = select(CapacityAssessment).where(
        CapacityAssessment.case_id == case_id, CapacityAssessment.assessment_id == assessment_id
    )
    kept = await session.scalar(query)
    if kept is None:
        raise NotFound
    return kept


async def read_capacity(session: AsyncSession, case_id: UUID) -> CapacityView:
    """Return what is known of capacity on a case."""
    found = await assessments_of(session, case_id)
    return CapacityView(
        sac_capacity=answer_of(found), items=[show_assessment(session, one) for one in found]
    )


def answer_of(found: Sequence[CapacityAssessment]) -> LackedCapacity:
    """Return the answer of SG3a."""
    return sac_capacity(
        (one.kind, one.assessed_on, one.conclusion) for one in found if one.is_current
    )


def show_assessment(session: AsyncSession, kept: CapacityAssessment) -> AssessmentView:
    """Return an assessment with its words, for callers whom the policy has let in."""
    told = unseal_narrative(session, AssessmentNarrative, kept.narrative, kept.narrative_row)
    plain = told.model_dump(exclude={"assessor", *_ABILITIES})
    abilities = {name: AbilityView(**getattr(told, name).model_dump()) for name in _ABILITIES}
    return AssessmentView(
        assessment_id=kept.assessment_id,
        is_current=kept.is_current,
        supersedes_assessment_id=kept.supersedes_id,
        kind=kept.kind,
        assessed_on=kept.assessed_on,
        assessor=PersonView.of(told.assessor),
        conclusion=kept.conclusion,
        reassess_by=kept.reassess_by,
        review_on=kept.review_on,
        recorded=RecordedView.of(kept),
        **plain,
        **abilities,
    )
