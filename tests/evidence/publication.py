"""Published returns under attack: what can be recovered by every sum that holds in them?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.outcomes.sac.counting import Cells, Place, count_cells
from services.outcomes.sac.layout import (
    ACHIEVED_LABELS,
    BEGUN,
    CONCLUDED,
    EXPRESSED,
    SG4A_LABELS,
)
from services.outcomes.sac.publishing import suppress
from services.outcomes.statistics.period import ReportingYear
from shared.figures.disclosure import Absent
from shared.reference.sac_concluded import SG2E_LABELS, SG3A_LABELS, SOURCE_LABELS
from tests.evidence.attack import recovered
from tests.evidence.random_year import COUNCILS, random_year
from tests.services.outcomes.counted_rows import dataset_of

_IDENTIFIED = ("Risk identified and action taken", "Risk identified and no action taken")


def attack(returns: int, people: int = 150) -> dict[str, int]:
    """Return how many returns were attacked, how many cells were hidden, and how many recovered."""
    tried = Counter({"returns": 0, "hidden": 0, "recovered": 0})
    for seed in range(returns):
        concerns, enquiries = random_year(seed, people)
        dataset = dataset_of(concerns=concerns, enquiries=enquiries)
        cells = count_cells(dataset, COUNCILS[0], ReportingYear(2025), synthetic=True)
        safe = suppress(cells)
        hidden = [place for place, figure in safe.items() if figure is Absent.SUPPRESSED]
        sums = [_equation(cells, hidden, *sides) for sides in _equal_sums(cells)]
        tried["returns"] += 1
        tried["hidden"] += len(hidden)
        tried["recovered"] += len(recovered(sums, hidden))
    return dict(tried)


Side = Sequence[Place]


def _equal_sums(cells: Cells) -> Iterator[tuple[Side, Side]]:
    """Yield what adds up to the same: within the return, and as far as the cases allow it."""
    for kind in BEGUN.values():
        lists = [[p for p in cells if p[:2] == (table, kind)] for table in ("SG1a", "SG1b", "SG1c")]
        yield from pairwise(lists)
    for kind in CONCLUDED.values():
        capacity = [Place("SG3a", kind, row, "") for row in SG3A_LABELS.values()]
        asked = [Place("SG4a", kind, row, "") for row in SG4A_LABELS.values()]
        yield capacity, asked
        results = [Place("SG4a", kind, row, "") for row in ACHIEVED_LABELS.values()]
        yield results, [Place("SG4a", kind, EXPRESSED, "")]
        for source in SOURCE_LABELS.values():
            became = [Place("SG2e", kind, row, source) for row in SG2E_LABELS.values()]
            yield became, [Place("SG2c", kind, row, source) for row in _IDENTIFIED]


def _equation(
    cells: Cells, hidden: Sequence[Place], left: Side, right: Side
) -> tuple[dict[Place, int], int]:
    """Return hidden figures with their signs, and what they must add up to if the sums agree."""
    signs = dict.fromkeys(left, 1) | dict.fromkeys(right, -1)
    shown = sum(
        sign * figure
        for place, sign in signs.items()
        if place not in hidden and isinstance(figure := cells[place], int)
    )
    return {place: sign for place, sign in signs.items() if place in hidden}, -shown
