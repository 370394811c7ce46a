"""Telling the rows of a part of a file apart, and reading each by itself. Pure."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from services.intake.concerns.views import NewConcern
from services.intake.imports.columns import COLUMNS, NEEDED, REFERENCE, body_of, column_at
from services.intake.imports.errors import (
    ColumnsNotKnown,
    NeitherCsvNorNdjson,
    PartNotReadable,
    TooManyRows,
)
from shared.http.inputs import Input, ShortText
from shared.http.json_body import MalformedJson, check_json
from shared.http.validation import FieldProblem, field_problems

CSV = "text/csv"
NDJSON = "application/x-ndjson"
MOST_ROWS = 500

Reference = Annotated[ShortText, "The sender's own, nothing about the adult"]
_REFERENCES: TypeAdapter[str] = TypeAdapter(Reference)


class ImportedConcern(Input):
    """A line of newline JSON: the sender's own reference, and the concern as it is raised alone."""

    reference: Reference
    concern: NewConcern


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read: what it says, or what is wrong with it. `content` is the whole."""

    content: str
    reference: str | None = None
    concern: NewConcern | None = None
    problems: Sequence[FieldProblem] = field(default=())


def rows_of(content: bytes, media_type: str) -> list[ReadRow]:
    """Return the rows of a part, each read by itself.

    Raises `PartNotReadable`, `ColumnsNotKnown`, `TooManyRows` or `NeitherCsvNorNdjson`.
    """
    read = _READERS.get(media_type.partition(";")[0].strip().casefold())
    if read is None:
        raise NeitherCsvNorNdjson
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PartNotReadable("Save the file as CSV UTF-8: the part is not UTF-8.") from None
    rows: list[ReadRow] = []
    for row in read(text):
        if len(rows) == MOST_ROWS:
            raise TooManyRows(f"Send at most {MOST_ROWS} rows at a time.")
        rows.append(row)
    return rows


def _from_ndjson(text: str) -> Iterator[ReadRow]:
    return (_from_line(line) for line in text.split("\n") if line.strip())


def _from_line(line: str) -> ReadRow:
    try:
        check_json(line.encode())
        read = ImportedConcern.model_validate_json(line)
    except MalformedJson as error:
        problem = FieldProblem(pointer="", code=error.code, message=error.detail)
        return ReadRow(line, problems=[problem])
    except ValidationError as error:
        return ReadRow(line, _reference_in(line), problems=_problems(error, at=_keep))
    return ReadRow(line, read.reference, read.concern)


def _reference_in(line: str) -> str | None:
    """Return a sound reference even of a row that is otherwise wrong, to say which row it is."""
    members = json.loads(line)
    return _sound(members.get(REFERENCE)) if isinstance(members, dict) else None


def _from_csv(text: str) -> Iterator[ReadRow]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip().casefold() for name in next(lines, [])]
        _check_columns(names)
        yield from (_from_cells(names, cells) for cells in lines if any(cells))
    except csv.Error:
        raise PartNotReadable("Where a row ends can't be told: check the quotes.") from None


def _check_columns(names: Sequence[str]) -> None:
    if missing := sorted(NEEDED - set(names)):
        raise ColumnsNotKnown(f"Needed and not there: {', '.join(missing)}.")
    if len(set(names)) < len(names) or not COLUMNS.keys() >= set(names):
        raise ColumnsNotKnown("A column is not known, or is there twice.")


def _from_cells(names: Sequence[str], cells: Sequence[str]) -> ReadRow:
    content = json.dumps(cells)
    if len(cells) != len(names):
        message = f"Has {len(cells)} cells; the first line has {len(names)}."
        problem = FieldProblem(pointer="", code="cells_do_not_match", message=message)
        return ReadRow(content, problems=[problem])
    by_name = dict(zip(names, cells, strict=True))
    reference = _sound(by_name[REFERENCE].strip())
    if reference is None:
        problem = FieldProblem(pointer=REFERENCE, code="missing", message="Is needed.")
        return ReadRow(content, problems=[problem])
    try:
        concern = NewConcern.model_validate_json(json.dumps(body_of(by_name)))
    except ValidationError as error:
        return ReadRow(content, reference, problems=_problems(error, at=_column))
    return ReadRow(content, reference, concern)


def _problems(error: ValidationError, at: Callable[[Any], Any]) -> list[FieldProblem]:
    """Return what is wrong, where `at` says it is, and never what was there."""
    found = error.errors(include_url=False, include_input=False)
    return field_problems([{**one, "loc": at(one["loc"])} for one in found])


def _keep(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return ("body", *location)


def _column(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return ("column", column_at(location))


def _sound(reference: object) -> str | None:
    try:
        return _REFERENCES.validate_python(reference)
    except ValidationError:
        return None


_READERS: dict[str, Callable[[str], Iterator[ReadRow]]] = {CSV: _from_csv, NDJSON: _from_ndjson}
