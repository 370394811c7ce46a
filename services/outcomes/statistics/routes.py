"""What can be called about statistics."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.outcomes.statistics import queries
from services.outcomes.statistics.counted import Counted
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import Period
from services.outcomes.statistics.views import StatisticsSummary
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.inputs import Day
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/outcomes/v1/statistics", route_class=StrictRoute, tags=["statistics"])

EARLIEST = date(2000, 1, 1)
LATEST = date(2199, 12, 31)


async def _period(
    first_day: Annotated[
        Day | None,
        Query(alias="from", ge=EARLIEST, le=LATEST, description="First day, in England."),
    ] = None,
    last_day: Annotated[
        Day | None,
        Query(alias="to", ge=EARLIEST, le=LATEST, description="Last day, in England."),
    ] = None,
) -> Period:
    """Return the reporting period that is asked for."""
    return Period(first_day, last_day)


PeriodQuery = Annotated[Period, Depends(_period)]


async def counted_rows(request: Request, session: Session) -> Dataset:
    """Return what is counted, brought up to date."""
    counted: Counted = request.app.state.counted
    return await counted.current(session)


CountedRows = Annotated[Dataset, Depends(counted_rows)]


@router.get("/summary")
async def summarise(
    caller: Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))],
    session: Session,
    period: PeriodQuery,
) -> StatisticsSummary:
    """Count what was raised, asked, expressed and achieved, each out of how many.

    Over the cases that the calling agency leads or takes part in; what follows from concluded
    enquiries apart for section 42 and other enquiries. What nobody recorded is shown
    as not recorded and is in no denominator of what was achieved.
    """
    return await queries.summarise(session, caller, period)
