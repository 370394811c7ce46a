"""The facts, counted by the database, of the cases that the caller may see."""

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.outcomes.statistics import measures
from services.outcomes.statistics.measures import Concluded, Tallies
from services.outcomes.statistics.models import (
    ConcernFact,
    DesiredOutcomeFact,
    EnquiryFact,
    VerdictFact,
)
from services.outcomes.statistics.period import TIME_ZONE, Period
from services.outcomes.statistics.views import PeriodView, StatisticsSummary
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_to
from shared.reference.care_act import EnquiryKind
from shared.reference.concerns import NEVER_WAS_ONE
from shared.reference.msp import JudgedBy


async def summarise(session: AsyncSession, caller: Caller, period: Period) -> StatisticsSummary:
    """Return the report over the cases that the caller works on, as lead agency or party."""
    raised = _counted(caller, ConcernFact.case_id, ConcernFact.decision)
    opened = _counted(caller, EnquiryFact.case_id, EnquiryFact.kind)
    is_one = or_(ConcernFact.withdrawn.is_(None), ConcernFact.withdrawn.not_in(NEVER_WAS_ONE))
    in_period = period.includes(ConcernFact.raised_at)
    decisions = await session.execute(raised.where(in_period, is_one))
    kinds = await session.execute(opened.where(period.includes(EnquiryFact.opened_at)))
    tallies = await _tally_concluded(session, caller, period)
    return StatisticsSummary(
        period=PeriodView(
            first_day=period.first_day, last_day=period.last_day, time_zone=TIME_ZONE
        ),
        cases="those that this agency leads or takes part in",
        synthetic=caller.synthetic,
        concerns=measures.concerns(Counter(dict(decisions.all()))),
        enquiries=measures.enquiries(Counter(dict(kinds.all()))),
        concluded={kind: measures.concluded(tallies[kind]) for kind in EnquiryKind},
    )


async def _tally_concluded(
    session: AsyncSession, caller: Caller, period: Period
) -> dict[EnquiryKind, Tallies]:
    """Return how many facts there are of the enquiries concluded in the period, by their kind."""
    ended = EnquiryFact.concluded_at.is_not(None) & period.includes(EnquiryFact.concluded_at)
    tallies = {kind: Tallies() for kind in EnquiryKind}
    answers = _counted(
        caller,
        EnquiryFact.case_id,
        EnquiryFact.kind,
        EnquiryFact.asked,
        EnquiryFact.achieved,
        EnquiryFact.achieved_judged_by,
        EnquiryFact.derived,
    )
    for kind, *answer, count in await session.execute(answers.where(ended)):
        tallies[kind].concluded[Concluded(*answer)] = count
    for kind, negotiated, limited, unwanted, count in await session.execute(
        _wishes(caller).where(ended)
    ):
        if negotiated:
            tallies[kind].negotiated += count
            continue
        tallies[kind].limited[limited] += count
        tallies[kind].no_longer_wanted += count if unwanted else 0
    for kind, negotiated, *verdict, count in await session.execute(_verdicts(caller).where(ended)):
        of = tallies[kind].negotiated_verdicts if negotiated else tallies[kind].verdicts
        of[tuple(verdict)] = count
    for kind, adults, workers, count in await session.execute(_pairs(caller).where(ended)):
        tallies[kind].both[adults, workers] = count
    return tallies


def _wishes(caller: Caller) -> Select[Any]:
    return _counted(
        caller,
        DesiredOutcomeFact.case_id,
        EnquiryFact.kind,
        DesiredOutcomeFact.negotiated,
        DesiredOutcomeFact.limited,
        DesiredOutcomeFact.no_longer_wanted,
    ).where(EnquiryFact.case_id == DesiredOutcomeFact.case_id)


def _verdicts(caller: Caller) -> Select[Any]:
    return _counted(
        caller,
        VerdictFact.case_id,
        EnquiryFact.kind,
        DesiredOutcomeFact.negotiated,
        VerdictFact.judged_by,
        VerdictFact.achieved,
    ).where(
        EnquiryFact.case_id == VerdictFact.case_id,
        DesiredOutcomeFact.desired_outcome_id == VerdictFact.desired_outcome_id,
    )


def _pairs(caller: Caller) -> Select[Any]:
    """Select pairs of the adult's and the worker's verdicts on what was not negotiated."""
    workers = aliased(VerdictFact)
    return _counted(
        caller, VerdictFact.case_id, EnquiryFact.kind, VerdictFact.achieved, workers.achieved
    ).where(
        EnquiryFact.case_id == VerdictFact.case_id,
        VerdictFact.judged_by == JudgedBy.ADULT,
        workers.judged_by == JudgedBy.WORKER,
        workers.desired_outcome_id == VerdictFact.desired_outcome_id,
        DesiredOutcomeFact.desired_outcome_id == VerdictFact.desired_outcome_id,
        ~DesiredOutcomeFact.negotiated,
    )


def _counted(
    caller: Caller, case_id: InstrumentedAttribute[Any], *by: InstrumentedAttribute[Any]
) -> Select[Any]:
    """Select how many facts there are of each kind, in cases that the caller may see."""
    visible = visible_to(caller, Operation.COUNT_OUTCOMES, case_id.expression)
    return select(*by, func.count()).where(visible).group_by(*by)
