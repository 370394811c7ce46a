"""Keep the facts that are counted, from events alone, in the transaction that made them true.

A fact follows from the event and from nothing else, so all of them can be rebuilt by replay.
"""

from collections.abc import Collection
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.models import (
    ConcernFact,
    DesiredOutcomeFact,
    EnquiryFact,
    VerdictFact,
)
from shared.errors import NotYetKnown
from shared.events.intake import (
    Accusing,
    ConcernAdded,
    ConcernCorrected,
    ConcernRaised,
    ConcernWithdrawn,
    DecisionMade,
)
from shared.events.outcomes import (
    ConclusionDescribed,
    DesiredOutcomeRecorded,
    DesiredOutcomeRevised,
    DesiredOutcomeWithdrawn,
    EnquiryConcluded,
    EnquiryOpened,
    EnquiryReopened,
    LimitationRecorded,
    ResultRevised,
    VerdictGiven,
)

Counted = (
    ConcernRaised
    | ConcernAdded
    | ConcernCorrected
    | ConcernWithdrawn
    | DecisionMade
    | EnquiryOpened
    | DesiredOutcomeRecorded
    | DesiredOutcomeRevised
    | DesiredOutcomeWithdrawn
    | LimitationRecorded
    | VerdictGiven
    | EnquiryConcluded
    | ResultRevised
    | ConclusionDescribed
    | EnquiryReopened
)


_RESULT = frozenset({"asked", "concluded_at", "achieved", "achieved_judged_by"})
_FINDINGS = frozenset(
    {"risks", "risk_assessment", "action", "risk_outcome", "lacked_capacity", "support"}
)


async def keep_fact(session: AsyncSession, event: Counted) -> None:
    """Write what `event` changes about the facts."""
    match event:
        case ConcernRaised() | ConcernAdded() | ConcernCorrected() | ConcernWithdrawn():
            await _keep_concern(session, event)
        case DecisionMade():
            await _keep_decision(session, event)
        case EnquiryOpened():
            kept = {"case_id", "synthetic", "kind", "opened_at"}
            session.add(EnquiryFact(**event.model_dump(include=kept), derived=False))
        case DesiredOutcomeRecorded():
            kept = {"desired_outcome_id", "case_id", "synthetic"}
            fact = DesiredOutcomeFact(
                **event.model_dump(include=kept),
                limited=False,
                negotiated=event.negotiated_from_id is not None,
                no_longer_wanted=False,
            )
            session.add(fact)
        case DesiredOutcomeRevised() | DesiredOutcomeWithdrawn():
            unwanted = isinstance(event, DesiredOutcomeWithdrawn)
            await _mark(session, event.desired_outcome_id, no_longer_wanted=unwanted)
        case LimitationRecorded():
            await _mark(session, event.desired_outcome_id, limited=True)
        case VerdictGiven():
            await _keep_verdict(session, event)
        case EnquiryConcluded():
            await _keep_result(session, event, _RESULT | {"derived"})
        case ResultRevised():
            await _keep_result(session, event, {"achieved", "achieved_judged_by", "derived"})
        case ConclusionDescribed():
            await _keep_result(session, event, _FINDINGS)
        case EnquiryReopened():
            await _forget_result(session, event)
        case _:
            assert_never(event)


async def _mark(session: AsyncSession, desired_outcome_id: UUID, **marks: bool) -> None:
    key = DesiredOutcomeFact.desired_outcome_id == desired_outcome_id
    await session.execute(update(DesiredOutcomeFact).values(marks).where(key))


async def _keep_concern(
    session: AsyncSession,
    event: ConcernRaised | ConcernAdded | ConcernCorrected | ConcernWithdrawn,
) -> None:
    match event:
        case ConcernRaised():
            session.add(_concern_fact(event))
        case ConcernAdded():
            await _add_concern(session, event)
        case ConcernCorrected():
            await _mend_concern(session, event.concern_id, **_reported(event))
        case ConcernWithdrawn():
            await _mend_concern(session, event.concern_id, withdrawn=event.reason)


def _concern_fact(event: ConcernRaised | ConcernAdded) -> ConcernFact:
    return ConcernFact(
        concern_id=event.concern_id,
        case_id=event.case_id,
        synthetic=event.synthetic,
        raised_at=event.raised_at,
        **_reported(event),
    )


def _reported(event: Accusing) -> dict[str, Any]:
    return {
        "abuse_types": list(event.abuse_types),
        "sources_of_risk": list(event.sources_of_risk),
        "location": event.location,
        "is_immediate_danger": event.immediate_danger,
    }


async def _add_concern(session: AsyncSession, event: ConcernAdded) -> None:
    """Count it with the decision on its case, if that was made before; it is made of all of it."""
    of_case = select(ConcernFact).where(ConcernFact.case_id == event.case_id).limit(1)
    first = await session.scalar(of_case)
    if first is None:
        raise NotYetKnown
    fact = _concern_fact(event)
    fact.decision, fact.decided_at = first.decision, first.decided_at
    session.add(fact)


async def _mend_concern(session: AsyncSession, concern_id: UUID, **values: Any) -> None:
    statement = update(ConcernFact).where(ConcernFact.concern_id == concern_id)
    await session.execute(statement.values(values))


async def _keep_decision(session: AsyncSession, event: DecisionMade) -> None:
    facts = (
        await session.scalars(select(ConcernFact).where(ConcernFact.case_id == event.case_id))
    ).all()
    if not facts:
        raise NotYetKnown
    for fact in facts:
        fact.decision, fact.decided_at = event.outcome, event.decided_at


async def _keep_result(
    session: AsyncSession,
    event: EnquiryConcluded | ResultRevised | ConclusionDescribed,
    kept: Collection[str],
) -> None:
    statement = update(EnquiryFact).where(EnquiryFact.case_id == event.case_id)
    values = event.model_dump(mode="json" if "risks" in kept else "python", include=set(kept))
    await session.execute(statement.values(values))


async def _forget_result(session: AsyncSession, event: EnquiryReopened) -> None:
    """Let an enquiry that is open again count as open: only its newest conclusion counts."""
    statement = update(EnquiryFact).where(EnquiryFact.case_id == event.case_id)
    await session.execute(statement.values(dict.fromkeys(_RESULT | _FINDINGS) | {"derived": False}))


async def _keep_verdict(session: AsyncSession, event: VerdictGiven) -> None:
    """Keep the verdict unless it is an overall one, or the same judge has given a newer one."""
    if event.desired_outcome_id is None:
        return
    kept = {"desired_outcome_id", "judged_by", "case_id", "synthetic", "achieved", "given_at"}
    known = await session.get(VerdictFact, (event.desired_outcome_id, event.judged_by))
    if known is None:
        session.add(VerdictFact(**event.model_dump(include=kept)))
    elif event.given_at >= known.given_at:
        known.achieved, known.given_at = event.achieved, event.given_at
