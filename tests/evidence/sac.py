"""Every cell of the return, held against a second calculation that shares nothing with it."""

from services.outcomes.sac.counting import count_cells
from services.outcomes.statistics.period import ReportingYear
from shared.figures.disclosure import Absent
from tests.evidence.independent_sac import calculate
from tests.evidence.random_year import COUNCILS, random_year
from tests.services.outcomes.counted_rows import dataset_of

YEARS = (2025, 2026)


def compare(seed: int = 1, people: int = 900) -> dict[str, int]:
    """Return how many cells were compared, how many are not 0, and how many differ."""
    concerns, enquiries = random_year(seed, people)
    dataset = dataset_of(concerns=concerns, enquiries=enquiries)
    compared = counted = differences = 0
    for council in COUNCILS:
        for year in YEARS:
            expected = calculate(concerns, enquiries, council, year)
            cells = count_cells(dataset, council, ReportingYear(year), synthetic=True)
            found = {
                (place.table, str(place.enquiry_type), place.row, place.column): figure
                for place, figure in cells.items()
            }
            for cell in found.keys() | expected.keys():
                figure = found.get(cell, Absent.NOT_SUPPLIED)
                compared += 1
                counted += expected.get(cell, 0) > 0
                differences += figure != expected.get(cell, 0)
    return {"cells": compared, "not_zero": counted, "differences": differences}
