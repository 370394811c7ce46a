"""The facts about influence on the adult, capacity, and who speaks with or for them."""

from typing import TypedDict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.advocacy.queries import referrals_of, reviews_of
from services.outcomes.best_interests.queries import decisions_of
from services.outcomes.capacity.queries import assessments_of
from services.outcomes.coercion.models import CoercionObservation, ObservationNarrative
from services.outcomes.prompts.facts import Advocacy, Assessed
from services.outcomes.representatives.queries import representatives_of
from services.outcomes.schema import unseal_narrative
from shared.reference.advocacy import AdvocacyDuty, SourceCheck
from shared.reference.coercion import SafeEnquiry
from shared.reference.mental_capacity import CapacityConclusion

_WAS_ASKED = frozenset({SafeEnquiry.POSSIBLE, SafeEnquiry.DECLINED})


class CoercionFacts(TypedDict):
    """Whether signs of coercion were noted, and whether anybody could ask."""

    coercion_noted: bool
    safe_enquiry_made: bool


class SpeakingFacts(TypedDict):
    """What is known of capacity, representatives and advocacy."""

    assessed: tuple[Assessed, ...]
    has_representative: bool
    has_unchecked_representative: bool
    advocacy: Advocacy


async def coercion_facts(session: AsyncSession, case_id: UUID) -> CoercionFacts:
    """Return what was noted of coercion on a case."""
    query = select(CoercionObservation).where(CoercionObservation.case_id == case_id)
    told = [
        unseal_narrative(session, ObservationNarrative, one.narrative, one.narrative_row)
        for one in await session.scalars(query)
    ]
    return CoercionFacts(
        coercion_noted=any(one.indicators for one in told),
        safe_enquiry_made=any(one.safe_enquiry in _WAS_ASKED for one in told),
    )


async def speaking_facts(session: AsyncSession, case_id: UUID) -> SpeakingFacts:
    """Return what is known of capacity and of who speaks for the adult on a case."""
    decided = {one.assessment_id for one in await decisions_of(session, case_id)}
    speaking = [one for one in await representatives_of(session, case_id) if one.ended is None]
    return SpeakingFacts(
        assessed=tuple(
            Assessed(
                lacks=one.conclusion is CapacityConclusion.LACKS_CAPACITY,
                fluctuates=one.conclusion is CapacityConclusion.FLUCTUATES,
                review_on=one.reassess_by or one.review_on,
                has_best_interests_decision=one.assessment_id in decided,
            )
            for one in await assessments_of(session, case_id)
            if one.is_current
        ),
        has_representative=bool(speaking),
        has_unchecked_representative=any(
            one.source_check is SourceCheck.NOT_CHECKED for one in speaking
        ),
        advocacy=await _advocacy(session, case_id),
    )


async def _advocacy(session: AsyncSession, case_id: UUID) -> Advocacy:
    reviews = await reviews_of(session, case_id)
    duty = reviews[0].duty if reviews else AdvocacyDuty.NOT_YET_KNOWN
    arising = {AdvocacyDuty.ARISES: True, AdvocacyDuty.MET_BY_APPROPRIATE_PERSON: True}
    known = arising | {AdvocacyDuty.DOES_NOT_ARISE: False}
    going_on = [one for one in await referrals_of(session, case_id) if one.ended is None]
    return Advocacy(
        duty_arises=known.get(duty),
        is_met_by_appropriate_person=duty is AdvocacyDuty.MET_BY_APPROPRIATE_PERSON,
        referred_on=min((one.referred_on for one in going_on), default=None),
        allocated_on=min(
            (one.allocated_on for one in going_on if one.allocated_on is not None), default=None
        ),
    )
