"""How counts of people are published: rounded, small ones left out, and none to be worked out.

Published figures are rounded after cells were chosen to be hidden. Rounding only takes away from
what can be worked out, so the choice holds for exact figures and all the more for rounded ones. It
holds for one table: what another table publishes of the same cells must be told (`known`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.figures.errors import FiguresDoNotFit
from shared.figures.recovery import Cell, Range, feasible_ranges
from shared.figures.suppression import cells_to_hide

SMALLEST_PUBLISHED: Final = 5
NEAREST: Final = 5
CONFIDENTIAL: Final = "[c]"
NOT_AVAILABLE: Final = "[x]"
IMPOSSIBLE: Final = "[z]"


class Absent(StrEnum):
    """Why there is no count. None of these is zero: a zero is the number 0."""

    NOT_SUPPLIED = "not_supplied"
    """An agency sent no figure."""
    NOT_RECORDED = "not_recorded"
    """There is no figure to send, because nobody wrote it down."""
    NOT_APPLICABLE = "not_applicable"
    """There can be nobody here: a structural zero, which everybody knows and which hides nobody."""
    SUPPRESSED = "suppressed"
    """There is a figure, and it is left out."""


Figure = int | Absent
Place = tuple[int | None, int | None]
"""Row and column of a grid, or list and part, from 0. None is the total of them."""


@dataclass(frozen=True, slots=True)
class SafeGrid:
    """A table by rows, with cells suppressed, and what can still be worked out of each of those."""

    rows: tuple[tuple[Figure, ...], ...]
    row_totals: tuple[Figure, ...]
    column_totals: tuple[Figure, ...]
    total: Figure
    ranges: dict[Place, Range]


@dataclass(frozen=True, slots=True)
class SafeLists:
    """Lists that break down one total, with cells suppressed; `ranges` as for `SafeGrid`."""

    lists: tuple[tuple[Figure, ...], ...]
    total: Figure
    ranges: dict[Place, Range]


def rounded_to_five(count: int) -> int:
    """Return the nearest multiple of 5, ties up; as NHS England's publication code rounds.

    Source: NHSDigital/ASC-Safeguarding-Adults at commit 99c7413. Raises `FiguresDoNotFit` for a
    negative count.
    """
    if count < 0:
        raise FiguresDoNotFit("A count is not negative")
    lower = (count // NEAREST) * NEAREST
    upper = lower + NEAREST
    return lower if (count - lower) < (upper - count) else upper


def published(figure: Figure) -> str:
    """Return what is printed: the rounded count, `[c]` below 5 and so at 0, `[x]` without a count.

    Source: as `rounded_to_five`. `[z]`, for what can't be, is not in that code, which has no such
    cells; it is the usual symbol of official statistics. Proportions are made of unrounded counts,
    and only where both are published.
    """
    match figure:
        case Absent.SUPPRESSED:
            return CONFIDENTIAL
        case Absent.NOT_APPLICABLE:
            return IMPOSSIBLE
        case Absent.NOT_SUPPLIED | Absent.NOT_RECORDED:
            return NOT_AVAILABLE
    rounded = rounded_to_five(figure)
    return str(rounded) if figure >= SMALLEST_PUBLISHED else CONFIDENTIAL


def suppress_grid(rows: Sequence[Sequence[Figure]], known: Collection[Place] = ()) -> SafeGrid:
    """Return a table of counts with its totals, and suppressed what must be.

    `rows` are of equal length. Totals are of the counts that there are, so a figure that was not
    supplied is in none of them; where there is no count at all a total is absent too. `known`
    are places that others know already: they are never suppressed. Raises `FiguresDoNotFit` for a
    negative count, a suppressed figure or unequal rows, and `CannotBeHidden`.
    """
    if len({len(row) for row in rows}) > 1:
        raise FiguresDoNotFit("Rows differ in length")
    columns = list(zip(*rows, strict=True))
    figures: dict[Place, Figure] = {
        (row, column): figure for row, each in enumerate(rows) for column, figure in enumerate(each)
    }
    figures |= {(row, None): _total(each) for row, each in enumerate(rows)}
    figures |= {(None, column): _total(each) for column, each in enumerate(columns)}
    figures[None, None] = _total([figure for row in rows for figure in row])
    safe, ranges = _suppressed(figures, {place: _grid_arc(place) for place in figures}, known)
    return SafeGrid(
        tuple(
            tuple(safe[row, column] for column in range(len(columns))) for row in range(len(rows))
        ),
        tuple(safe[row, None] for row in range(len(rows))),
        tuple(safe[None, column] for column in range(len(columns))),
        safe[None, None],
        ranges,
    )


def suppress_list(parts: Sequence[Figure], known: Collection[Place] = ()) -> SafeLists:
    """Return one list of counts with its total, and suppressed what must be.

    As `suppress_lists` with one list: its parts are at (0, part), its total is at (None, None).
    """
    return suppress_lists([parts], known)


def suppress_lists(lists: Sequence[Sequence[Figure]], known: Collection[Place] = ()) -> SafeLists:
    """Return lists that break down the same people and their total, and suppressed what must be.

    A list without any count takes no part. Raises `FiguresDoNotFit` where lists with counts have
    different totals: they are no breakdowns of the same, so each is a list of its own. Else as
    `suppress_grid`.
    """
    totals = {total for each in lists if isinstance(total := _total(each), int)}
    if len(totals) > 1:
        raise FiguresDoNotFit("Lists that break down one total have different sums")
    counted = [number for number, each in enumerate(lists) if isinstance(_total(each), int)]
    figures: dict[Place, Figure] = {
        (number, part): figure
        for number, each in enumerate(lists)
        for part, figure in enumerate(each)
    }
    figures[None, None] = _total([figure for each in lists for figure in each])
    if totals:
        figures[None, None] = totals.pop()
    level = {number: place for place, number in enumerate(counted)}
    arcs: dict[Place, tuple[str, str]] = {
        (number, part): (f"level {level[number]}", f"level {level[number] + 1}")
        for number, part in figures
        if number in level
    }
    arcs[None, None] = (f"level {len(counted)}", "level 0")
    safe, ranges = _suppressed(figures, arcs, known)
    return SafeLists(
        tuple(
            tuple(safe[number, part] for part in range(len(each)))
            for number, each in enumerate(lists)
        ),
        safe[None, None],
        ranges,
    )


def _suppressed(
    figures: dict[Place, Figure], arcs: dict[Place, tuple[str, str]], known: Collection[Place]
) -> tuple[dict[Place, Figure], dict[Place, Range]]:
    """Return the figures with what must be suppressed, and what each of those can still be."""
    places = [place for place, figure in figures.items() if isinstance(figure, int)]
    cells = [
        Cell(_name(place), *arcs[place], figure, fixed=place in known)
        for place in places
        if isinstance(figure := figures[place], int)
    ]
    hidden = cells_to_hide(cells, SMALLEST_PUBLISHED)
    ranges = feasible_ranges(cells, hidden)
    safe = figures | {places[each]: Absent.SUPPRESSED for each in hidden}
    return safe, {places[each]: found for each, found in ranges.items()}


def _total(figures: Sequence[Figure]) -> Figure:
    """Return the sum of the counts; without any, why there is none (the first in `Absent`)."""
    if Absent.SUPPRESSED in figures:
        raise FiguresDoNotFit("A total can't be made of what is suppressed")
    counts = [figure for figure in figures if isinstance(figure, int)]
    if any(count < 0 for count in counts):
        raise FiguresDoNotFit("A count is not negative")
    if counts:
        return sum(counts)
    return next((reason for reason in Absent if reason in figures), Absent.NOT_APPLICABLE)


def _grid_arc(place: Place) -> tuple[str, str]:
    """Return the arc of a place: rows give to columns, columns to the total, the total to rows."""
    row, column = place
    match row, column:
        case None, None:
            return "total of columns", "total of rows"
        case _, None:
            return "total of rows", f"row {row}"
        case None, _:
            return f"column {column}", "total of columns"
        case _:
            return f"row {row}", f"column {column}"


def _name(place: Place) -> str:
    row, column = ("total" if each is None else str(each + 1) for each in place)
    return f"{row}, {column}"
