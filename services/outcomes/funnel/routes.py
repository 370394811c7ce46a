"""The funnel of Making Safeguarding Personal, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.outcomes.funnel.queries import read_funnel
from services.outcomes.funnel.tables import funnel_csv
from services.outcomes.funnel.views import Breakdown, FunnelView
from services.outcomes.statistics.councils import council_for
from services.outcomes.statistics.period import ReportingYear
from services.outcomes.statistics.routes import CountedRows
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.strict_route import StrictRoute
from shared.reference.care_act import EnquiryKind

router = APIRouter(prefix="/outcomes/v1/funnel", route_class=StrictRoute, tags=["statistics"])

Counting = Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))]
Council = Annotated[UUID | None, Query(description="Whose cases; a council asks of its own.")]
Kind = Annotated[EnquiryKind, Query(description="Which enquiries; never both together.")]
By = Annotated[Breakdown | None, Query(alias="by", description="What to break it down by.")]


@router.get("/{year}")
async def read(
    year: str,
    caller: Counting,
    dataset: CountedRows,
    council: Council = None,
    kind: Kind = EnquiryKind.SECTION_42,
    by: By = None,
) -> FunnelView:
    """Count from concerns to what the adult wanted coming true, in a year as in `2025-26`.

    Everybody reads the same figures of a council. What nobody recorded is in no share and widens
    its bounds. Counts below five are left out, with whatever would tell them.
    """
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    return await dataset.ask(read_funnel, of, named, kind, by, synthetic=caller.synthetic)


@router.get(
    "/{year}/table", response_class=Response, responses={200: {"content": {"text/csv": {}}}}
)
async def read_table(
    year: str,
    caller: Counting,
    dataset: CountedRows,
    council: Council = None,
    kind: Kind = EnquiryKind.SECTION_42,
    by: By = None,
) -> Response:
    """Return the same as rows of CSV, one for each stage of each group; nothing where left out."""
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    view = await dataset.ask(read_funnel, of, named, kind, by, synthetic=caller.synthetic)
    return Response(funnel_csv(view), media_type="text/csv; charset=utf-8")
