"""Reading a case into the facts that the rules look at: a few queries, whatever its size."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conclusions.endings import count_gaps
from services.outcomes.conversations.models import Conversation, ConversationNarrative
from services.outcomes.desired_outcomes.queries import current_versions
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.limitations.models import Limitation
from services.outcomes.limitations.queries import show_limitation
from services.outcomes.prompts.facts import CaseFacts, Limit, Talk, Wish
from services.outcomes.prompts.models import PatternSeen
from services.outcomes.prompts.speaking import coercion_facts, speaking_facts
from services.outcomes.schema import unseal_narrative
from services.outcomes.statistics.models import ConcernFact
from services.outcomes.verdicts.models import Verdict
from services.outcomes.weighings.models import Weighing
from shared.access.policy import Relation
from shared.access.tables import PartyState, case_parties, known_cases
from shared.access.visibility import Access
from shared.clock import london_date
from shared.reference.conversations import Interpreter
from shared.reference.msp import Achieved, JudgedBy, LimitationReason
from shared.reference.sac import AbuseType
from shared.work import now


async def facts_of(session: AsyncSession, access: Access) -> CaseFacts:
    """Return the state of a case today, in England, as far as its reader may know it."""
    case_id = access.case_id
    enquiry = await session.scalar(select(Enquiry).where(Enquiry.case_id == case_id))
    concerns = (
        await session.scalars(select(ConcernFact).where(ConcernFact.case_id == case_id))
    ).all()
    lead = select(known_cases.c.lead_agency_id).where(known_cases.c.case_id == case_id)
    lead_agency_id = (await session.execute(lead)).scalar_one()
    today = london_date(now(session))
    return CaseFacts(
        today=today,
        raised_on=min((london_date(one.raised_at) for one in concerns), default=today),
        lead_agency_id=lead_agency_id,
        is_decided=any(one.decision is not None for one in concerns),
        opened_on=london_date(enquiry.opened_at) if enquiry else None,
        concluded_on=(
            london_date(enquiry.concluded_at) if enquiry and enquiry.concluded_at else None
        ),
        conclusion_gaps=await count_gaps(session, enquiry) if enquiry else 0,
        abuse_types=frozenset(
            AbuseType(code) for one in concerns for code in one.abuse_types or ()
        ),
        is_immediate_danger=any(one.is_immediate_danger for one in concerns),
        parties=await _count_parties(session, case_id, lead_agency_id),
        talks=await _talks(session, case_id),
        wishes=await _wishes(session, case_id),
        has_weighing=await _has_any(session, Weighing.case_id == case_id),
        adult_died=enquiry is not None and enquiry.adult_died,
        came_up_with_others=access.relation is Relation.LEAD
        and await _has_any(session, PatternSeen.case_id == case_id),
        **await coercion_facts(session, case_id),
        **await speaking_facts(session, case_id),
    )


async def _has_any(session: AsyncSession, condition: ColumnElement[bool]) -> bool:
    return bool((await session.execute(select(exists().where(condition)))).scalar_one())


async def _count_parties(session: AsyncSession, case_id: UUID, lead_agency_id: UUID) -> int:
    """Return how many agencies take part beside the one that leads."""
    query = select(func.count()).where(
        case_parties.c.case_id == case_id,
        case_parties.c.state == PartyState.ACCEPTED,
        case_parties.c.agency_id != lead_agency_id,
    )
    return (await session.execute(query)).scalar_one()


async def _talks(session: AsyncSession, case_id: UUID) -> tuple[Talk, ...]:
    query = select(Conversation).where(Conversation.case_id == case_id)
    return tuple(_talk(session, kept) for kept in await session.scalars(query))


def _talk(session: AsyncSession, kept: Conversation) -> Talk:
    told = unseal_narrative(session, ConversationNarrative, kept.narrative, kept.narrative_row)
    return Talk(
        held_on=london_date(kept.held_at),
        asked=kept.asked,
        asked_of=kept.asked_of,
        not_asked_reason=kept.not_asked_reason,
        none_expressed_reason=told.none_expressed_reason,
        seen_alone=told.circumstances.seen_alone,
        interpreted_by_family=told.circumstances.interpreter is Interpreter.FAMILY_OR_FRIEND,
    )


async def _wishes(session: AsyncSession, case_id: UUID) -> tuple[Wish, ...]:
    limits: defaultdict[UUID, list[Limit]] = defaultdict(list)
    for limitation in await session.scalars(
        select(Limitation).where(Limitation.case_id == case_id)
    ):
        limits[limitation.desired_outcome_id].append(_limit(session, limitation))
    verdicts: defaultdict[UUID | None, dict[JudgedBy, Achieved]] = defaultdict(dict)
    in_order = select(Verdict).where(Verdict.case_id == case_id).order_by(Verdict.given_at)
    for verdict in await session.scalars(in_order):
        verdicts[verdict.desired_outcome_id][verdict.judged_by] = verdict.achieved
    return tuple(
        Wish(
            owner_agency_id=version.owner_agency_id,
            category=version.category,
            is_still_wanted=version.withdrawal is None,
            limits=tuple(limits[version.desired_outcome_id]),
            verdicts=tuple(verdicts[version.desired_outcome_id].items()),
        )
        for version in await session.scalars(current_versions(case_id))
    )


def _limit(session: AsyncSession, kept: Limitation) -> Limit:
    shown = show_limitation(session, kept)
    return Limit(
        reasons=frozenset(LimitationReason(reason) for reason in kept.reasons),
        adult_was_told=kept.adult_was_told or kept.told_later is not None,
        review_on=kept.next_review_on or kept.review_on,
        has_gaps=bool(shown.gaps),
        still_applies=kept.applies,
    )
