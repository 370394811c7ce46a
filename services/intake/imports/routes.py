"""Importing concerns over HTTP: begin, send part after part, see how far it is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.imports import commands, queries
from services.intake.imports.models import RowOutcome
from services.intake.imports.reading import CSV, NDJSON, rows_of
from services.intake.imports.views import ImportView, NewImport, PartReceipt, RowView
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/intake/v1/imports", route_class=StrictRoute, tags=["imports"])

_ROWS = {"requestBody": {"required": True, "content": {CSV: {}, NDJSON: {}}}}


@router.post("", status_code=201, response_model=ImportView)
async def begin_import(
    body: NewImport,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))],
    session: Session,
    once: Once,
) -> Response:
    """Begin to import concerns from a file. A trial checks every row and raises nothing."""
    return await once.answer(
        201,
        lambda: commands.begin_import(session, caller, body),
        location=lambda view: f"/intake/v1/imports/{view.import_id}",
    )


@router.get("")
async def list_imports(
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
    page: PageQuery,
) -> Page[ImportView]:
    """List the imports that you began, the newest first, and how far each is."""
    return await queries.list_imports(session, caller, page)


@router.get("/{import_id}")
async def read_import(
    import_id: UUID,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
) -> ImportView:
    """Read how far an import is: how many rows came to what, so far."""
    return await queries.read_import(session, caller, import_id)


@router.post("/{import_id}/parts", status_code=201, response_model=PartReceipt, openapi_extra=_ROWS)
async def import_part(
    import_id: UUID,
    request: Request,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))],
    session: Session,
    once: Once,
    first_row: Annotated[
        int, Query(ge=1, le=10**9, description="The number, in the file, of this part's first row.")
    ] = 1,
) -> Response:
    """Send up to 500 rows (at most 512 KiB) and be told what came of each.

    CSV starts with the column names, in every part; newline JSON has one object in each line,
    `{"reference": "...", "concern": {...}}`. A row that is refused harms no other. `reference` is
    your own for the row and says nothing about the adult: by it a row that was raised is never
    raised again, so any part, and the whole file, can be sent again.
    """
    await queries.import_of(session, caller, import_id)
    rows = rows_of(await request.body(), request.headers.get("Content-Type", ""))
    return await once.answer(
        201,
        lambda: commands.import_part(session, caller, import_id, rows, first=first_row),
    )


@router.get("/{import_id}/rows")
async def list_rows(
    import_id: UUID,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
    page: PageQuery,
    outcome: Annotated[RowOutcome | None, Query(description="Only these.")] = None,
) -> Page[RowView]:
    """List what came of the rows, the last first; with `outcome=refused`, what is to be mended."""
    return await queries.list_rows(session, caller, import_id, outcome, page)
