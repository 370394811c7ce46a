"""The columns of a CSV file of concerns, and how a row of text becomes a concern.

A concern has one source of risk in a CSV row; one with several is sent as newline JSON.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


def _verbatim(cell: str) -> Any:
    return cell


def _trimmed(cell: str) -> Any:
    return cell.strip()


_BRITISH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def _day(cell: str) -> Any:
    """Read 2026-11-22, or 22/11/2026 as a spreadsheet in Britain writes it: day, month, year."""
    text = cell.strip()
    british = _BRITISH_DAY.fullmatch(text)
    if british is None:
        return text
    day, month, year = british.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _whole_number(cell: str) -> Any:
    text = cell.strip()
    return int(text) if re.fullmatch("[0-9]{1,3}", text) else text


_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False}


def _yes_or_no(cell: str) -> Any:
    return _YES_OR_NO.get(cell.strip().casefold(), cell)


def _several(cell: str) -> Any:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _codes(cell: str) -> Any:
    parted = (one.partition(":") for one in _several(cell))
    return [{"scheme": scheme.strip(), "value": value.strip()} for scheme, _, value in parted]


@dataclass(frozen=True)
class Column:
    """Where a column's cells go in the body of a concern, and how they are read."""

    path: Path
    read: Callable[[str], Any] = _trimmed
    is_needed: bool = False


REFERENCE = "reference"
_SOURCE: Path = ("sources_of_risk", 0)

COLUMNS: Mapping[str, Column] = {
    REFERENCE: Column((REFERENCE,), is_needed=True),
    "given_name": Column(("adult", "given_name"), _verbatim, is_needed=True),
    "family_name": Column(("adult", "family_name"), _verbatim, is_needed=True),
    "date_of_birth": Column(("adult", "date_of_birth"), _day),
    "nhs_number": Column(("adult", "nhs_number")),
    "address": Column(("adult", "address"), _verbatim),
    "postcode": Column(("adult", "postcode")),
    "phone": Column(("adult", "phone"), _verbatim),
    "email": Column(("adult", "email")),
    "contact_is_withheld": Column(("adult", "contact_is_withheld"), _yes_or_no),
    "gender": Column(("adult", "demographics", "gender")),
    "ethnicity": Column(("adult", "demographics", "ethnicity")),
    "primary_support_reason": Column(("adult", "demographics", "primary_support_reason")),
    "health_conditions": Column(("adult", "demographics", "health_conditions"), _several),
    "estimated_age": Column(("adult", "demographics", "estimated_age"), _whole_number),
    "occurred_on": Column(("occurred_on",), _day),
    "occurred_precision": Column(("occurred_precision",)),
    "occurred_until": Column(("occurred_until",), _day),
    "abuse_types": Column(("abuse_types",), _several, is_needed=True),
    "location": Column(("location",), is_needed=True),
    "immediate_danger": Column(("immediate_danger",), _yes_or_no, is_needed=True),
    "what_happened": Column(("what_happened",), _verbatim, is_needed=True),
    "source": Column((*_SOURCE, "source")),
    "source_relationship": Column((*_SOURCE, "relationship"), _verbatim),
    "source_name": Column((*_SOURCE, "name"), _verbatim),
    "employer_name": Column((*_SOURCE, "organisation_name"), _verbatim),
    "employer_codes": Column((*_SOURCE, "identifiers"), _codes),
    "employer_unit": Column((*_SOURCE, "unit"), _verbatim),
    "employer_staff_id": Column((*_SOURCE, "practitioner_id"), _verbatim),
    "asked": Column(("asked",), is_needed=True),
    "asked_of": Column(("asked_of",)),
    "not_asked_reason": Column(("not_asked_reason",)),
    "words": Column(("words",), _verbatim),
    "lead_agency_id": Column(("lead_agency_id",)),
}
"""An empty cell is a question that was not answered, never a default."""

NEEDED = frozenset(name for name, column in COLUMNS.items() if column.is_needed)


def body_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of the concern that a row's cells, by column, are about."""
    body: dict[str, Any] = {"adult": {}}
    source: dict[str, Any] = {}
    for name, cell in cells.items():
        if name == REFERENCE or not cell.strip():
            continue
        column = COLUMNS[name]
        *way, last = column.path
        place = source if tuple(way) == _SOURCE else body
        for step in () if place is source else way:
            place = place.setdefault(str(step), {})
        place[str(last)] = column.read(cell)
    body["sources_of_risk"] = [source] if source else []
    return body


def column_at(location: Path) -> str:
    """Return the column that a place in the body is read from; empty where it is no column's."""
    for name, column in COLUMNS.items():
        if location[: len(column.path)] == column.path:
            return name
    return ""
