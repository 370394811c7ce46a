"""What can be read of desired outcomes."""

from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.desired_outcomes.models import (
    DesiredOutcome,
    DesiredOutcomeNarrative,
    DesiredOutcomeVersion,
    DesiredOutcomeWithdrawal,
    Negotiation,
    WithdrawalNarrative,
)
from services.outcomes.desired_outcomes.views import (
    DesiredOutcomeHistory,
    DesiredOutcomeVersionView,
    DesiredOutcomeView,
    NegotiationView,
    NoLongerWantedView,
)
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound


def current_versions(case_id: UUID) -> Select[DesiredOutcomeVersion]:
    """Return the query for the current version of each desired outcome of a case."""
    is_current = and_(
        DesiredOutcome.desired_outcome_id == DesiredOutcomeVersion.desired_outcome_id,
        DesiredOutcome.version == DesiredOutcomeVersion.version,
    )
    return (
        select(DesiredOutcomeVersion)
        .join(DesiredOutcome, is_current)
        .where(DesiredOutcome.case_id == case_id)
    )


async def desired_outcome_of(
    session: AsyncSession, case_id: UUID, desired_outcome_id: UUID
) -> DesiredOutcome:
    """Return one desired outcome of this case; raises `NotFound` for one of another."""
    query = select(DesiredOutcome).where(
        DesiredOutcome.case_id == case_id,
        DesiredOutcome.desired_outcome_id == desired_outcome_id,
    )
    desired_outcome = await session.scalar(query)
    if desired_outcome is None:
        raise NotFound
    return desired_outcome


async def current_version_of(
    session: AsyncSession, case_id: UUID, desired_outcome_id: UUID
) -> DesiredOutcomeVersion:
    """Return the current version of one desired outcome of this case; raises `NotFound`."""
    query = current_versions(case_id).where(DesiredOutcome.desired_outcome_id == desired_outcome_id)
    version = await session.scalar(query)
    if version is None:
        raise NotFound
    return version


async def read_desired_outcome(
    session: AsyncSession, case_id: UUID, desired_outcome_id: UUID
) -> DesiredOutcomeHistory:
    """Return a desired outcome with all its versions; raises `NotFound`."""
    query = (
        select(DesiredOutcomeVersion)
        .where(
            DesiredOutcomeVersion.case_id == case_id,
            DesiredOutcomeVersion.desired_outcome_id == desired_outcome_id,
        )
        .order_by(DesiredOutcomeVersion.version.desc())
    )
    versions = (await session.scalars(query)).all()
    if not versions:
        raise NotFound
    current, *earlier = versions
    return DesiredOutcomeHistory(
        earlier_versions=[_show_version(session, version) for version in earlier],
        **dict(show_desired_outcome(session, current)),
    )


def show_desired_outcome(session: AsyncSession, kept: DesiredOutcomeVersion) -> DesiredOutcomeView:
    """Return a version with its words, for callers whom the policy has let in."""
    return DesiredOutcomeView(
        desired_outcome_id=kept.desired_outcome_id,
        negotiated_from=_show_negotiation(session, kept.desired_outcome),
        **dict(_show_version(session, kept)),
    )


def _show_version(session: AsyncSession, kept: DesiredOutcomeVersion) -> DesiredOutcomeVersionView:
    told = unseal_narrative(session, DesiredOutcomeNarrative, kept.narrative, kept.narrative_row)
    return DesiredOutcomeVersionView(
        version=kept.version,
        words=told.words,
        translation=told.translation,
        category=kept.category,
        owner_agency_id=kept.owner_agency_id,
        conversation_id=kept.conversation_id,
        expressed_by=kept.conversation.asked_of or kept.expressed_by,
        why=told.why,
        no_longer_wanted=_show_withdrawal(session, kept.withdrawal),
        recorded=RecordedView.of(kept),
    )


def _show_negotiation(session: AsyncSession, kept: DesiredOutcome) -> NegotiationView | None:
    if kept.negotiated_from_id is None or kept.negotiation is None:
        return None
    told = unseal_narrative(session, Negotiation, kept.negotiation, kept.negotiation_row)
    return NegotiationView(desired_outcome_id=kept.negotiated_from_id, how_agreed=told.how_agreed)


def _show_withdrawal(
    session: AsyncSession, kept: DesiredOutcomeWithdrawal | None
) -> NoLongerWantedView | None:
    if kept is None:
        return None
    told = unseal_narrative(session, WithdrawalNarrative, kept.narrative, kept.narrative_row)
    return NoLongerWantedView(
        said_by=kept.conversation.asked_of,
        conversation_id=kept.conversation_id,
        reason=told.reason,
        recorded=RecordedView.of(kept),
    )
