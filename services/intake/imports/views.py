"""Imports, as they are begun and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.imports.models import RowOutcome
from shared.http.inputs import Input, View
from shared.http.validation import FieldProblem


class NewImport(Input):
    """A file of concerns that is going to be sent, part by part."""

    is_trial: Annotated[
        bool, Field(description="Check everything and raise nothing: a dry run.")
    ] = False


class RowCounts(View):
    """How many rows came to what, so far."""

    raised: int
    would_be_raised: int
    already_raised: int
    refused: int


class ImportView(View):
    """An import, and how far it is."""

    import_id: UUID
    is_trial: bool
    started_at: datetime
    practitioner_id: str | None
    rows: RowCounts


class RowView(View):
    """What came of one row.

    `row` is its number in the file, the first after the column names being 1. `problems` say what
    is wrong and where: in CSV the column, in newline JSON a JSON Pointer; never what was sent.
    """

    row: int
    reference: str | None
    outcome: RowOutcome
    concern_id: UUID | None
    problems: list[FieldProblem]


class PartReceipt(View):
    """What came of each row of a part."""

    rows: list[RowView]
