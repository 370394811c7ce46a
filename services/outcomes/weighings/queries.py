"""What can be read of weighings."""

from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import RecordedView
from services.outcomes.schema import unseal_narrative
from services.outcomes.weighings.models import (
    Option,
    Weighing,
    WeighingNarrative,
    WeighingVersion,
)
from services.outcomes.weighings.views import (
    FactorView,
    OptionView,
    WeighingHistory,
    WeighingVersionView,
    WeighingView,
)
from shared.errors import NotFound


def current_weighings(case_id: UUID) -> Select[WeighingVersion]:
    """Return the query for the current version of each weighing of a case."""
    is_current = and_(
        Weighing.weighing_id == WeighingVersion.weighing_id,
        Weighing.version == WeighingVersion.version,
    )
    return select(WeighingVersion).join(Weighing, is_current).where(Weighing.case_id == case_id)


async def weighing_of(session: AsyncSession, case_id: UUID, weighing_id: UUID) -> Weighing:
    """Return one weighing of this case; raises `NotFound` for one of another."""
    query = select(Weighing).where(Weighing.case_id == case_id, Weighing.weighing_id == weighing_id)
    weighing = await session.scalar(query)
    if weighing is None:
        raise NotFound
    return weighing


async def read_weighing(session: AsyncSession, case_id: UUID, weighing_id: UUID) -> WeighingHistory:
    """Return a weighing with all its versions; raises `NotFound`."""
    query = (
        select(WeighingVersion)
        .where(WeighingVersion.case_id == case_id, WeighingVersion.weighing_id == weighing_id)
        .order_by(WeighingVersion.version.desc())
    )
    versions = (await session.scalars(query)).all()
    if not versions:
        raise NotFound
    current, *earlier = versions
    return WeighingHistory(
        earlier_versions=[_show_version(session, version) for version in earlier],
        **dict(show_weighing(session, current)),
    )


def show_weighing(session: AsyncSession, kept: WeighingVersion) -> WeighingView:
    """Return a version with its narrative, for callers whom the policy has let in."""
    return WeighingView(
        weighing_id=kept.weighing_id,
        desired_outcome_id=kept.weighing.desired_outcome_id,
        **dict(_show_version(session, kept)),
    )


def _show_version(session: AsyncSession, kept: WeighingVersion) -> WeighingVersionView:
    told = unseal_narrative(session, WeighingNarrative, kept.narrative, kept.narrative_row)
    return WeighingVersionView(
        version=kept.version,
        options=[_show_option(number, option) for number, option in enumerate(told.options, 1)],
        preference=told.preference,
        preferred_option=told.preferred_option,
        conversation_id=kept.conversation_id,
        weighed_with=kept.conversation.asked_of if kept.conversation else None,
        without_adult_because=told.without_adult_because,
        why=told.why,
        recorded=RecordedView.of(kept),
    )


def _show_option(number: int, told: Option) -> OptionView:
    return OptionView(
        option=number,
        label=told.label,
        benefits=[FactorView(**dict(one)) for one in told.benefits],
        risks=[FactorView(**dict(one)) for one in told.risks],
        what_makes_it_safer=told.what_makes_it_safer,
    )
