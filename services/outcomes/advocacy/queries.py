"""What can be read of advocacy."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.advocacy.models import (
    AdvocacyReview,
    AdvocateReferral,
    AllocationNarrative,
    PersonFound,
    ReferralNarrative,
    ReviewNarrative,
)
from services.outcomes.advocacy.views import (
    AdvocacyReviewView,
    AdvocacyView,
    AppropriatePersonView,
    ReferralView,
)
from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.representatives.views import SourceCheckView
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound
from shared.reference.advocacy import AdvocacyDuty


async def reviews_of(session: AsyncSession, case_id: UUID) -> Sequence[AdvocacyReview]:
    """Return every review of a case, the newest first."""
    query = select(AdvocacyReview).where(AdvocacyReview.case_id == case_id)
    return (await session.scalars(query.order_by(AdvocacyReview.review_id.desc()))).all()


async def referrals_of(session: AsyncSession, case_id: UUID) -> Sequence[AdvocateReferral]:
    """Return every referral of a case, the newest first."""
    query = select(AdvocateReferral).where(AdvocateReferral.case_id == case_id)
    return (await session.scalars(query.order_by(AdvocateReferral.referral_id.desc()))).all()


async def referral_of(session: AsyncSession, case_id: UUID, referral_id: UUID) -> AdvocateReferral:
    """Return one referral of this case, locked; raises `NotFound` for one of another."""
    query = select(AdvocateReferral).where(
        AdvocateReferral.case_id == case_id, AdvocateReferral.referral_id == referral_id
    )
    kept = await session.scalar(query.with_for_update())
    if kept is None:
        raise NotFound
    return kept


async def read_advocacy(session: AsyncSession, case_id: UUID) -> AdvocacyView:
    """Return the duty as it stands, with every review and referral."""
    reviews = await reviews_of(session, case_id)
    return AdvocacyView(
        duty=reviews[0].duty if reviews else AdvocacyDuty.NOT_YET_KNOWN,
        reviews=[show_review(session, one) for one in reviews],
        referrals=[show_referral(session, one) for one in await referrals_of(session, case_id)],
    )


def show_review(session: AsyncSession, kept: AdvocacyReview) -> AdvocacyReviewView:
    """Return a review whole, for callers whom the policy has let in."""
    told = unseal_narrative(session, ReviewNarrative, kept.narrative, kept.narrative_row)
    return AdvocacyReviewView(
        review_id=kept.review_id,
        duty=kept.duty,
        understanding=kept.understanding,
        retaining=kept.retaining,
        using_or_weighing=kept.using_or_weighing,
        communicating=kept.communicating,
        evidence=told.evidence,
        appropriate_person=kept.appropriate_person,
        who=_show_person(told.who) if told.who else None,
        why_none=told.why_none,
        recorded=RecordedView.of(kept),
    )


def _show_person(who: PersonFound) -> AppropriatePersonView:
    return AppropriatePersonView(
        person=PersonView.of(who.person),
        why_suitable=who.why_suitable,
        agrees=who.agrees,
        adult_agrees=who.adult_agrees,
        is_paid_to_care=who.is_paid_to_care,
        source_check=SourceCheckView(
            finding=who.finding,
            checked_by=PersonView.of(who.checked_by) if who.checked_by else None,
            checked_on=who.checked_on,
        ),
    )


def show_referral(session: AsyncSession, kept: AdvocateReferral) -> ReferralView:
    """Return a referral whole, for callers whom the policy has let in."""
    told = unseal_narrative(session, ReferralNarrative, kept.narrative, kept.narrative_row)
    advocate = None
    if kept.allocation is not None:
        allocated = unseal_narrative(
            session, AllocationNarrative, kept.allocation, kept.allocation_row
        )
        advocate = PersonView.of(allocated.advocate)
    return ReferralView(
        referral_id=kept.referral_id,
        kind=kept.kind,
        provider=told.provider,
        referred_on=kept.referred_on,
        advocate=advocate,
        allocated_on=kept.allocated_on,
        first_contact_on=kept.first_contact_on,
        ended=kept.ended,
        ended_on=kept.ended_on,
        recorded=RecordedView.of(kept),
    )
