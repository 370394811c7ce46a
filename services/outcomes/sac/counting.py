"""Count the cells of the return: one pass over the counted rows for each table."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from services.outcomes.sac import layout
from services.outcomes.sac.layout import (
    ACHIEVED_LABELS,
    BEGUN,
    CONCLUDED,
    SG4A_LABELS,
    SUPPORTED,
    TABLES,
    EnquiryType,
    codes,
)
from services.outcomes.sac.questions import QUESTIONS, SG1
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.figures.disclosure import Absent, Figure
from shared.reference.concerns import NEVER_WAS_ONE
from shared.reference.sac_concluded import (
    SG2A_LABELS,
    SG2B_LABELS,
    SG2C_LABELS,
    SG2E_LABELS,
    SG3A_LABELS,
    SOURCE_LABELS,
)


class Place(NamedTuple):
    """Where a figure stands in the return; a column of "" is the only one of its table."""

    table: str
    enquiry_type: EnquiryType
    row: str
    column: str


Cells = dict[Place, Figure]


_PAIRS: Final = {f"{found}|{action}": label for (found, action), label in SG2C_LABELS.items()}

_ROWS: Final[Mapping[str, Mapping[str, str]]] = {
    "SG1a": dict(zip(layout.AGE_BANDS, layout.AGE_BANDS, strict=True)),
    "SG1b": layout.GENDERS,
    "SG1c": layout.ETHNICITIES,
    "SG1d": layout.SUPPORT_REASONS,
    "SG1e": layout.CONDITIONS,
    "SG2a": codes(SG2A_LABELS),
    "SG2a_b1": codes(SG2A_LABELS),
    "SG2b": codes(SG2B_LABELS),
    "SG2c": _PAIRS,
    "SG2e": codes(SG2E_LABELS),
    "SG3a": codes(SG3A_LABELS) | {"supported": SUPPORTED},
    "SG4a": codes(SG4A_LABELS) | codes(ACHIEVED_LABELS),
}


_COLUMNS: Final = codes(SOURCE_LABELS) | codes(SG2B_LABELS)


def count_cells(
    dataset: Dataset, council_id: UUID, year: ReportingYear, *, synthetic: bool
) -> Cells:
    """Return every cell of SG1 to SG4, as they are to be submitted.

    What nobody recorded is in no row that says something else. SG4a is not supplied where not one
    concluded enquiry of a kind has an answer: that is not the same as nobody having been asked.
    """
    cells: Cells = {
        Place(table.reference, enquiry_type, row, column): 0
        for table in TABLES
        for enquiry_type in table.types
        for row in table.rows
        for column in table.columns
        if not table.reference.startswith("SG5")
    }
    asked = {
        "council_id": council_id,
        "synthetic": synthetic,
        "first_day": year.first_day,
        "last_day": year.last_day,
        "never_was_one": sorted(NEVER_WAS_ONE),
    }
    for table, question in {"SG1": SG1, **QUESTIONS}.items():
        wanted = {name: value for name, value in asked.items() if f"${name}" in question}
        for found in dataset.rows(question, **wanted):
            place = _place(found.get("table", table), found)
            kept = cells[place]
            cells[place] = found["count"] + (kept if isinstance(kept, int) else 0)
    _tell_what_was_not_supplied(cells)
    return cells


def _place(table: str, found: Mapping[str, Any]) -> Place:
    """Return where a counted row belongs; a code that no row is for is in that of the unknown."""
    of = found["of"]
    types: Mapping[Any, EnquiryType] = BEGUN if table.startswith("SG1") else CONCLUDED
    enquiry_type = types[of]
    if table == "SG1f":
        return Place(table, enquiry_type, layout.SG1F_LABELS[enquiry_type], "")
    row = _ROWS[table].get(found["row"], layout.NOT_KNOWN)
    column = _COLUMNS[found["column"]] if table.startswith("SG2") else ""
    return Place(table, enquiry_type, row, column)


def _tell_what_was_not_supplied(cells: Cells) -> None:
    """Mark SG4a of a kind of which there are enquiries and not one answer."""
    for enquiry_type in CONCLUDED.values():
        places = [place for place in cells if place[:2] == ("SG4a", enquiry_type)]
        silent = Place("SG4a", enquiry_type, SG4A_LABELS["not_recorded"], "")
        others = [cells[place] for place in places if place != silent]
        if cells[silent] and not any(others):
            for place in places:
                cells[place] = Absent.NOT_SUPPLIED
