"""How agencies took part, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.outcomes.engagement.queries import read_engagement, read_own_engagement
from services.outcomes.engagement.tables import engagement_csv
from services.outcomes.engagement.views import EngagementView, OwnEngagementView
from services.outcomes.statistics.councils import council_for
from services.outcomes.statistics.period import ReportingYear
from services.outcomes.statistics.routes import CountedRows
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.strict_route import StrictRoute
from shared.reference.care_act import EnquiryKind

router = APIRouter(prefix="/outcomes/v1/engagement", route_class=StrictRoute, tags=["statistics"])

Counting = Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))]
Council = Annotated[UUID | None, Query(description="Whose cases; a council asks of its own.")]
Kind = Annotated[EnquiryKind, Query(description="Which enquiries, where enquiries are counted.")]


@router.get("/{year}")
async def read_taking_part(
    year: str,
    caller: Counting,
    dataset: CountedRows,
    council: Council = None,
    kind: Kind = EnquiryKind.SECTION_42,
) -> EngagementView:
    """Count what agencies were asked in a year as in `2025-26`, and what came of it.

    Everybody reads the same figures of a council. Counts below five are left out, with whatever
    would tell them, by agency and by kind of agency together. What an agency declares of its
    approach stands beside what it did, and explains nothing.
    """
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    return await dataset.ask(read_engagement, of, named, kind, synthetic=caller.synthetic)


@router.get("/{year}/own")
async def read_own_part(
    year: str,
    caller: Counting,
    dataset: CountedRows,
    council: Council = None,
    kind: Kind = EnquiryKind.SECTION_42,
) -> OwnEngagementView:
    """Count the same of the calling agency alone, exactly: zeros and small counts too."""
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    return await dataset.ask(
        read_own_engagement, caller.agency_id, of, named, kind, synthetic=caller.synthetic
    )


@router.get(
    "/{year}/table", response_class=Response, responses={200: {"content": {"text/csv": {}}}}
)
async def read_taking_part_table(
    year: str,
    caller: Counting,
    dataset: CountedRows,
    council: Council = None,
    kind: Kind = EnquiryKind.SECTION_42,
) -> Response:
    """Return what everybody reads as rows of CSV, one for each figure; nothing where left out."""
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    view = await dataset.ask(read_engagement, of, named, kind, synthetic=caller.synthetic)
    return Response(engagement_csv(view), media_type="text/csv; charset=utf-8")
