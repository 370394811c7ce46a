"""The facts, counted by the database, of the cases that the caller may see."""

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

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


async def summarise(session: AsyncSession, caller: Caller, period: Period) -> StatisticsSummary:
    """Return the report over the cases that the caller works on, as lead agency or party."""
    tallies = await _tally(session, caller, period)
    return StatisticsSummary(
        period=PeriodView(
            first_day=period.first_day, last_day=period.last_day, time_zone=TIME_ZONE
        ),
        cases="those that this agency leads or takes part in",
        synthetic=caller.synthetic,
        concerns=measures.concerns(tallies),
        enquiries=measures.enquiries(tallies),
        asked=measures.asked(tallies),
        results=measures.results(tallies),
        results_by=measures.results_by(tallies),
        desired_outcomes=measures.desired_outcomes(tallies),
        verdicts_by=measures.verdicts_by(tallies),
    )


async def _tally(session: AsyncSession, caller: Caller, period: Period) -> Tallies:
    ended = EnquiryFact.concluded_at.is_not(None) & period.includes(EnquiryFact.concluded_at)
    concerns = _counted(caller, ConcernFact.case_id, ConcernFact.decision)
    opened = _counted(caller, EnquiryFact.case_id, EnquiryFact.kind)
    concluded = _counted(
        caller,
        EnquiryFact.case_id,
        EnquiryFact.asked,
        EnquiryFact.achieved,
        EnquiryFact.achieved_judged_by,
        EnquiryFact.derived,
    )
    limited = _counted(caller, DesiredOutcomeFact.case_id, DesiredOutcomeFact.limited).join(
        EnquiryFact, EnquiryFact.case_id == DesiredOutcomeFact.case_id
    )
    verdicts = _counted(
        caller, VerdictFact.case_id, VerdictFact.judged_by, VerdictFact.achieved
    ).join(EnquiryFact, EnquiryFact.case_id == VerdictFact.case_id)
    of_concluded = await _counts(session, concluded.where(ended))
    return Tallies(
        concerns=_by_one(
            await _counts(session, concerns.where(period.includes(ConcernFact.raised_at)))
        ),
        enquiries=_by_one(
            await _counts(session, opened.where(period.includes(EnquiryFact.opened_at)))
        ),
        concluded=Counter({Concluded(*kept): of_concluded[kept] for kept in of_concluded}),
        limited=_by_one(await _counts(session, limited.where(ended))),
        verdicts=await _counts(session, verdicts.where(ended)),
    )


def _counted(
    caller: Caller, case_id: InstrumentedAttribute[Any], *by: InstrumentedAttribute[Any]
) -> Select[Any]:
    """Select how many facts there are of each kind, in cases that the caller may see."""
    visible = visible_to(caller, Operation.READ_ENQUIRY, case_id.expression)
    return select(*by, func.count()).where(visible).group_by(*by)


async def _counts(session: AsyncSession, query: Select[Any]) -> Counter[Any]:
    """Return the counts of `_counted` by what they were grouped by."""
    return Counter({tuple(kept): count for *kept, count in await session.execute(query)})


def _by_one(counts: Counter[Any]) -> Counter[Any]:
    return Counter({only: count for (only,), count in counts.items()})
