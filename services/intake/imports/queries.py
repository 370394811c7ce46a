"""Reading imports: each is read by who began it, for a row may be about a colleague."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.imports.models import ConcernImport, ImportedRow, RowOutcome
from services.intake.imports.views import ImportView, RowCounts, RowView
from shared.access.caller import Caller
from shared.errors import NotFound
from shared.http.validation import FieldProblem
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal


def begun_by(caller: Caller) -> ColumnElement[bool]:
    """Return the filter of what this practitioner (or this agency's system) began."""
    practitioner_id = caller.practitioner.id if caller.practitioner else None
    return and_(
        ConcernImport.agency_id == caller.agency_id,
        ConcernImport.practitioner_id.is_(None)
        if practitioner_id is None
        else ConcernImport.practitioner_id == practitioner_id,
    )


async def import_of(session: AsyncSession, caller: Caller, import_id: UUID) -> ConcernImport:
    """Return an import of the caller's; raises `NotFound` for any other."""
    query = select(ConcernImport).where(ConcernImport.import_id == import_id, begun_by(caller))
    kept = await session.scalar(query)
    if kept is None:
        raise NotFound
    return kept


async def read_import(session: AsyncSession, caller: Caller, import_id: UUID) -> ImportView:
    """Return how far an import is."""
    [view] = await _show(session, [await import_of(session, caller, import_id)])
    return view


async def list_imports(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[ImportView]:
    """Return the caller's imports, the newest first."""
    found = await paginate(
        session,
        select(ConcernImport).where(begun_by(caller)),
        keys=(ConcernImport.import_id,),
        page=page,
        bound_to=f"imports:{caller.agency_id}",
    )
    return Page(items=await _show(session, found.rows), next=found.next)


async def list_rows(
    session: AsyncSession,
    caller: Caller,
    import_id: UUID,
    outcome: RowOutcome | None,
    page: PageRequest,
) -> Page[RowView]:
    """Return what came of the rows, the last first; of one outcome, where one is named."""
    await import_of(session, caller, import_id)
    query = select(ImportedRow).where(ImportedRow.import_id == import_id)
    if outcome is not None:
        query = query.where(ImportedRow.outcome == outcome)
    found = await paginate(
        session,
        query,
        keys=(ImportedRow.row,),
        page=page,
        bound_to=f"imported_rows:{import_id}:{outcome}",
    )
    return Page(items=[show_row(session, row) for row in found.rows], next=found.next)


async def show_import(session: AsyncSession, kept: ConcernImport) -> ImportView:
    """Return an import with what its rows came to."""
    [view] = await _show(session, [kept])
    return view


async def _show(session: AsyncSession, imports: Sequence[ConcernImport]) -> list[ImportView]:
    counts: dict[UUID, dict[str, int]] = {one.import_id: {} for one in imports}
    query = (
        select(ImportedRow.import_id, ImportedRow.outcome, func.count())
        .where(ImportedRow.import_id.in_(counts))
        .group_by(ImportedRow.import_id, ImportedRow.outcome)
    )
    for import_id, outcome, number in (await session.execute(query)).all():
        counts[import_id][outcome] = number
    return [
        ImportView(
            import_id=one.import_id,
            is_trial=one.is_trial,
            started_at=one.started_at,
            practitioner_id=one.practitioner_id,
            rows=RowCounts(
                **{outcome: counts[one.import_id].get(outcome, 0) for outcome in RowOutcome}
            ),
        )
        for one in imports
    ]


def show_row(session: AsyncSession, row: ImportedRow) -> RowView:
    """Return what came of a row."""
    sealed = row.reference
    return RowView(
        row=row.row,
        reference=None if sealed is None else unseal(session, sealed, row.reference_place),
        outcome=row.outcome,
        concern_id=row.concern_id,
        problems=[FieldProblem.model_validate(one) for one in row.problems],
    )
