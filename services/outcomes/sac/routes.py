"""The national return, over HTTP: for its council exact, for everybody as published."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.outcomes.sac import queries
from services.outcomes.sac.data_quality import read_data_quality
from services.outcomes.sac.files import return_csv, return_workbook
from services.outcomes.sac.views import DataQualityView, PublishedReturn, ReturnView
from services.outcomes.statistics.councils import council_for
from services.outcomes.statistics.period import ReportingYear
from services.outcomes.statistics.routes import CountedRows
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/outcomes/v1/sac/{year}", route_class=StrictRoute, tags=["statistics"])

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AS_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}}, "description": "A heading and a row for each cell."}
}
_AS_WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {_WORKBOOK: {}}, "description": "A workbook without formulas."}
}

Counting = Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))]
Council = Annotated[UUID | None, Query(description="Whose return; a council asks for its own.")]


async def _own(year: str, caller: Counting, session: Session, dataset: CountedRows) -> ReturnView:
    """Return the calling council's own return, exact."""
    named, council_id = ReportingYear.named(year), queries.require_council(caller)
    view = await dataset.ask(queries.read_return, council_id, named, synthetic=caller.synthetic)
    reviews = queries.shown(await queries.count_reviews(session, caller, named))
    return view.model_copy(update={"cells": [*view.cells, *reviews]})


Own = Annotated[ReturnView, Depends(_own)]


@router.get("")
async def read_return(view: Own) -> ReturnView:
    """Return your council's figures for a year as in `2025-26`, exact, as they are submitted.

    With every integrity check; a check that fails names the cases behind it. What was not supplied
    is no zero.
    """
    return view


@router.get("/cells", response_class=Response, responses=_AS_CSV)
async def read_cells(view: Own, session: Session) -> Response:
    """Return the same figures as CSV, in the columns of the official publication."""
    ons_code = await queries.read_ons_code(session, view.council_id)
    text = return_csv(view.cells, view.council, ons_code)
    return Response(text, media_type="text/csv; charset=utf-8")


@router.get("/workbook", response_class=Response, responses=_AS_WORKBOOK)
async def read_workbook(view: Own) -> Response:
    """Return the same figures as a workbook: checks first, then a sheet for each table."""
    named = f'attachment; filename="sac-{view.year}.xlsx"'
    headers = {"Content-Disposition": named}
    return Response(return_workbook(view), media_type=_WORKBOOK, headers=headers)


@router.get("/published")
async def read_published(
    year: str, caller: Counting, dataset: CountedRows, council: Council = None
) -> PublishedReturn:
    """Return a council's figures as they may be published; everybody reads the same.

    Rounded to the nearest five, `[c]` below five and where it would tell a smaller one, `[x]` where
    there is no figure. SG5 is not in it.
    """
    named = ReportingYear.named(year)
    of = await council_for(dataset, caller, council)
    return await dataset.ask(queries.read_published, of, named, synthetic=caller.synthetic)


@router.get("/published/cells", response_class=Response, responses=_AS_CSV)
async def read_published_cells(
    year: str,
    caller: Counting,
    session: Session,
    dataset: CountedRows,
    council: Council = None,
) -> Response:
    """Return the published figures as CSV, in the columns of the official publication."""
    view = await read_published(year, caller, dataset, council)
    ons_code = await queries.read_ons_code(session, view.council_id)
    text = return_csv(view.cells, view.council, ons_code)
    return Response(text, media_type="text/csv; charset=utf-8")


@router.get("/data-quality")
async def read_quality(year: str, caller: Counting, dataset: CountedRows) -> DataQualityView:
    """Return how complete your council's data are, by field, quarter, and whom to ask about it.

    Of concerns the agency that raised them is asked, of conclusions the team that concluded.
    """
    named, council_id = ReportingYear.named(year), queries.require_council(caller)
    return await dataset.ask(read_data_quality, council_id, named, synthetic=caller.synthetic)
