"""Importing concerns: each row is raised, or refused, as if it had been sent alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.commands import raise_concern
from services.intake.concerns.views import NewConcern
from services.intake.imports.models import ConcernImport, ImportedRow, RowOutcome
from services.intake.imports.queries import import_of, show_import, show_row
from services.intake.imports.reading import ReadRow
from services.intake.imports.views import ImportView, NewImport, PartReceipt
from shared.access.caller import Caller
from shared.audit.append import record_change
from shared.errors import DomainError
from shared.http.validation import FieldProblem
from shared.identifiers import new_id
from shared.transactions import attempt
from shared.work import now, seal, work_of


class _OnlyTried(Exception):
    """Undoes what a trial did."""


async def begin_import(session: AsyncSession, caller: Caller, new: NewImport) -> ImportView:
    """Begin an import; its parts follow."""
    kept = ConcernImport(
        import_id=new_id(),
        agency_id=caller.agency_id,
        practitioner_id=caller.practitioner.id if caller.practitioner else None,
        is_trial=new.is_trial,
        started_at=now(session),
        synthetic=caller.synthetic,
    )
    session.add(kept)
    record_change(session, "begin_import", f"import/{kept.import_id}")
    await session.flush()
    return await show_import(session, kept)


async def import_part(
    session: AsyncSession, caller: Caller, import_id: UUID, rows: Sequence[ReadRow], *, first: int
) -> PartReceipt:
    """Raise what a part of a file says, row by row; `first` is the number of its first row.

    A row is known by its reference: one that was raised before is not raised again, whichever
    import it came in, and one that now says something else is refused. What came of a row that
    was raised stays when the row is sent again under the same number.
    """
    kept_import = await import_of(session, caller, import_id)
    earlier = await _look_for_earlier(session, kept_import, rows, first)
    answered = []
    for number, read in enumerate(rows, first):
        row = _new_row(session, kept_import, number, read)
        await _settle(session, caller, kept_import, read, row, earlier)
        answered.append(earlier.keep(session, row))
    return PartReceipt(rows=[show_row(session, row) for row in answered])


class _Earlier:
    """What is known already: rows of the same numbers, and rows of the same references."""

    def __init__(self, found: Sequence[ImportedRow], import_id: UUID) -> None:
        self._numbered = {row.row: row for row in found if row.import_id == import_id}
        self._referred = {row.reference_index: row for row in found if _has_claimed(row)}

    def claimant(self, row: ImportedRow) -> ImportedRow | None:
        """Return the row that has claimed the same reference; a row tried before is no rival."""
        before = self._referred.get(row.reference_index) if row.reference_index else None
        is_itself = before is not None and before is self._numbered.get(row.row)
        return None if is_itself and before and not before.concern_id else before

    def keep(self, session: AsyncSession, row: ImportedRow) -> ImportedRow:
        """Keep what came of a row, and return what to answer.

        That a row was raised is never overwritten by what came of it when it was sent again.
        """
        before = self._numbered.get(row.row)
        if before is not None and before.outcome is RowOutcome.RAISED:
            return before if row.outcome is RowOutcome.ALREADY_RAISED else row
        if before is None:
            session.add(row)
        else:
            for name in _MAY_CHANGE:
                setattr(before, name, getattr(row, name))
            row = before
        self._numbered[row.row] = row
        if _has_claimed(row):
            self._referred[row.reference_index] = row
        return row


async def _look_for_earlier(
    session: AsyncSession, kept: ConcernImport, rows: Sequence[ReadRow], first: int
) -> _Earlier:
    """Look for the earlier rows of a whole part at once."""
    indices = {_index(session, read.reference) for read in rows} - {None}
    same_import = ImportedRow.import_id == kept.import_id
    query = select(ImportedRow).where(
        ImportedRow.agency_id == kept.agency_id,
        or_(
            same_import & ImportedRow.row.in_(range(first, first + len(rows))),
            ImportedRow.reference_index.in_(indices)
            & (same_import | (ImportedRow.outcome == RowOutcome.RAISED)),
        ),
    )
    return _Earlier((await session.scalars(query)).all(), kept.import_id)


_MAY_CHANGE = ("outcome", "reference", "reference_index", "digest", "concern_id", "problems")


def _has_claimed(row: ImportedRow) -> bool:
    return row.outcome in {RowOutcome.RAISED, RowOutcome.WOULD_BE_RAISED}


def _new_row(session: AsyncSession, kept: ConcernImport, number: int, read: ReadRow) -> ImportedRow:
    digest = work_of(session).cipher.blind_index("imported_row", read.content)
    row = ImportedRow(
        import_id=kept.import_id,
        row=number,
        agency_id=kept.agency_id,
        outcome=RowOutcome.REFUSED,
        reference_index=_index(session, read.reference),
        digest=digest,
        problems=[one.model_dump() for one in read.problems],
        synthetic=kept.synthetic,
    )
    if read.reference is not None:
        row.reference = seal(session, read.reference, row.reference_place)
    return row


def _index(session: AsyncSession, reference: str | None) -> bytes | None:
    if reference is None:
        return None
    return work_of(session).cipher.blind_index("import_reference", reference)


async def _settle(
    session: AsyncSession,
    caller: Caller,
    kept: ConcernImport,
    read: ReadRow,
    row: ImportedRow,
    earlier: _Earlier,
) -> None:
    """Let a row come to what it comes to."""
    if read.concern is None:
        return
    before = earlier.claimant(row)
    if before is not None and before.digest != row.digest:
        _refuse(row, "reference_used", "The reference was used for a row that said something else.")
        return
    if before is not None:
        row.outcome, row.concern_id = RowOutcome.ALREADY_RAISED, before.concern_id
        return
    try:
        row.concern_id = await _raise(session, caller, read.concern, is_trial=kept.is_trial)
        row.outcome = RowOutcome.RAISED
    except _OnlyTried:
        row.outcome = RowOutcome.WOULD_BE_RAISED
    except DomainError as error:
        _refuse(row, error.code, error.detail or f"{error.title}.")


async def _raise(
    session: AsyncSession, caller: Caller, concern: NewConcern, *, is_trial: bool
) -> UUID:
    async with attempt(session):
        receipt = await raise_concern(session, caller, concern)
        if is_trial:
            raise _OnlyTried
    return receipt.concern_id


def _refuse(row: ImportedRow, code: str, message: str) -> None:
    row.problems = [FieldProblem(pointer="", code=code, message=message).model_dump()]
