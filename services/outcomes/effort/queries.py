"""What can be read of effort, counted by the database."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.answer import SOMEONE_WAS_ASKED
from services.outcomes.conversations.models import Conversation
from services.outcomes.effort.elapsed import elapsed
from services.outcomes.effort.models import EffortStep
from services.outcomes.effort.sums import Numbers, add_up
from services.outcomes.effort.views import EffortOfAgencyView, EffortStepView, EffortView
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.limitations.models import LaterExplanation, Limitation
from services.outcomes.statistics.models import ConcernFact
from shared.reference.effort import Milestone, StepKind


def steps_of(case_id: UUID) -> Select[EffortStep]:
    """Return the query for the steps of a case, replaced ones too."""
    return select(EffortStep).where(EffortStep.case_id == case_id)


def show_step(kept: EffortStep) -> EffortStepView:
    """Return a step, for callers whom the policy has let in."""
    return EffortStepView(
        step_id=kept.step_id,
        kind=kept.kind,
        done_on=kept.done_on,
        minutes=kept.minutes,
        contacts=kept.contacts,
        replaces_step_id=kept.replaces_step_id,
        is_replaced=kept.is_replaced,
        recorded=RecordedView.of(kept),
    )


async def read_effort(session: AsyncSession, case_id: UUID) -> EffortView:
    """Return what the case took, by agency, and the time between its milestones."""
    counted = await _count(session, case_id)
    practitioners = await _count_practitioners(session, case_id)
    return EffortView(
        total=add_up([one for kinds in counted.values() for one in kinds.values()]),
        agencies=[
            EffortOfAgencyView(
                agency_id=agency_id,
                practitioners=practitioners[agency_id],
                by_kind={kind: add_up([numbers]) for kind, numbers in kinds.items()},
                **dict(add_up(kinds.values())),
            )
            for agency_id, kinds in counted.items()
        ],
        milestones=elapsed(await _milestones(session, case_id)),
    )


async def _count(session: AsyncSession, case_id: UUID) -> dict[UUID, dict[StepKind, Numbers]]:
    by = (EffortStep.recorded_by_agency_id, EffortStep.kind)
    query = (
        select(
            *by,
            func.count(),
            func.count(EffortStep.minutes),
            func.sum(EffortStep.minutes),
            func.count(EffortStep.contacts),
            func.sum(EffortStep.contacts),
        )
        .where(EffortStep.case_id == case_id, EffortStep.is_replaced.is_(False))
        .group_by(*by)
        .order_by(*by)
    )
    counted: defaultdict[UUID, dict[StepKind, Numbers]] = defaultdict(dict)
    for (
        agency_id,
        kind,
        steps,
        with_minutes,
        minutes,
        with_contacts,
        contacts,
    ) in await session.execute(query):
        counted[agency_id][kind] = Numbers(
            steps, with_minutes, minutes or 0, with_contacts, contacts or 0
        )
    return counted


async def _count_practitioners(session: AsyncSession, case_id: UUID) -> dict[UUID, int]:
    named = func.count(EffortStep.recorded_by_practitioner_id.distinct())
    query = (
        select(EffortStep.recorded_by_agency_id, named)
        .where(EffortStep.case_id == case_id, EffortStep.is_replaced.is_(False))
        .group_by(EffortStep.recorded_by_agency_id)
    )
    return dict((await session.execute(query)).all())


async def _milestones(session: AsyncSession, case_id: UUID) -> dict[Milestone, datetime | None]:
    """Return when the case came how far, as outcomes knows it."""
    concern = select(func.min(ConcernFact.raised_at), func.min(ConcernFact.decided_at)).where(
        ConcernFact.case_id == case_id
    )
    asked = select(func.min(Conversation.held_at)).where(
        Conversation.case_id == case_id, Conversation.asked.in_(SOMEONE_WAS_ASKED)
    )
    at_once = select(func.min(Limitation.told_at)).where(Limitation.case_id == case_id)
    later = select(func.min(LaterExplanation.told_at)).where(LaterExplanation.case_id == case_id)
    concluded = select(Enquiry.concluded_at).where(Enquiry.case_id == case_id)
    raised_at, decided_at = (await session.execute(concern)).one()
    told = [await session.scalar(query) for query in (at_once, later)]
    return {
        Milestone.CONCERN_RAISED: raised_at,
        Milestone.DECIDED: decided_at,
        Milestone.FIRST_ASKED: await session.scalar(asked),
        Milestone.FIRST_EXPLAINED: min((at for at in told if at is not None), default=None),
        Milestone.CONCLUDED: await session.scalar(concluded),
    }
