"""What of the figures of agencies may be shown, their kinds beside them, proven as one table.

A kind is the sum of its agencies and all kinds are the sum of everything, so that a table by agency
and one by kind, each safe alone, may tell together what neither does. Agencies within kinds are a
hierarchy in one direction of a table, which is still a flow round a circle: the total gives to
kinds, these to agencies, these to the columns of their kind, these to the columns, and these to the
total. So `shared.figures` proves it as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shared.figures.disclosure import SMALLEST_PUBLISHED
from shared.figures.errors import CannotBeHidden
from shared.figures.recovery import Cell
from shared.figures.suppression import cells_to_hide

Column = str
Counts = Mapping[UUID, Mapping[Column, int]]
"""By agency, each column."""

TOTAL = "total"
"""The column of sums over all others."""


@dataclass(frozen=True, slots=True)
class SafeCounts:
    """By agency or kind, then by column or `TOTAL`; None where it is left out."""

    agencies: Mapping[UUID, Mapping[Column, int | None]]
    kinds: Mapping[str, Mapping[Column, int | None]]


Place = tuple[UUID | str | None, Column]


def safe_counts(
    counts: Counts,
    kinds: Mapping[UUID, str],
    columns: Sequence[Column],
    *,
    total_is_known: bool = False,
) -> SafeCounts:
    """Return the counts of agencies and of kinds of agencies, those left out that must be.

    Where another table breaks down the same, its total may be known from there. Where that gives
    too much away nothing is shown.

    `kinds` has every agency that there is. One of which nothing is counted is left out like one of
    which little is: for all of these of a kind one stands in the proof, as they are alike.
    """
    told = _proven(counts, kinds)
    cells = list(_cells(told, kinds, columns))
    everything = (None, TOTAL) if total_is_known else None
    flow = [replace(cell, fixed=place == everything) for place, cell in cells]
    try:
        hidden = cells_to_hide(flow, SMALLEST_PUBLISHED)
    except CannotBeHidden:
        hidden = set(range(len(flow)))
    shown = {
        place: cell.count for number, (place, cell) in enumerate(cells) if number not in hidden
    }
    wide = (*columns, TOTAL)
    return SafeCounts(
        {agency: {each: shown.get((agency, each)) for each in wide} for agency in kinds},
        {
            kind: {each: shown.get((kind, each)) for each in wide}
            for kind in sorted(set(kinds.values()))
        },
    )


def _proven(counts: Counts, kinds: Mapping[UUID, str]) -> Counts:
    """Return the agencies with any count, and of each kind one that has none, if there is."""
    told = {agency: each for agency, each in counts.items() if any(each.values())}
    empty = {kind: agency for agency, kind in kinds.items() if agency not in told}
    return told | {agency: {} for agency in empty.values()}


def _cells(
    counts: Counts, kinds: Mapping[UUID, str], columns: Sequence[Column]
) -> Iterator[tuple[Place, Cell]]:
    """Yield every count and every sum on its arc."""
    present = sorted({kinds[agency] for agency in counts})
    for agency, each in counts.items():
        kind = kinds[agency]
        total = sum(each.get(column, 0) for column in columns)
        yield (agency, TOTAL), Cell("", f"kind {kind}", f"agency {agency}", total)
        for column in columns:
            arc = f"agency {agency}", f"kind {kind}, {column}"
            yield (agency, column), Cell("", *arc, each.get(column, 0))
    for kind in present:
        total = sum(_sum(counts, kinds, column, kind) for column in columns)
        yield (kind, TOTAL), Cell("", "all", f"kind {kind}", total)
        for column in columns:
            arc = f"kind {kind}, {column}", f"column {column}"
            yield (kind, column), Cell("", *arc, _sum(counts, kinds, column, kind))
    for column in columns:
        count = sum(_sum(counts, kinds, column, kind) for kind in present)
        yield (None, column), Cell("", f"column {column}", "all columns", count)
    everything = sum(sum(each.get(column, 0) for column in columns) for each in counts.values())
    yield (None, TOTAL), Cell("", "all columns", "all", everything)


def _sum(counts: Counts, kinds: Mapping[UUID, str], column: Column, kind: str) -> int:
    return sum(each.get(column, 0) for agency, each in counts.items() if kinds[agency] == kind)
