"""Which cells of a table to leave out so that no small count can be worked out from the rest.

Cells below the threshold go first; then, for each that could still be worked out, the cells with
the smallest sum that hide it; at the end those that prove not to be needed are put back. It is a
heuristic for what to hide (the least is a hard problem) and an exact audit of what is hidden:
nothing is returned that `is_exposed` still finds fault with.
"""

from collections.abc import Collection, Sequence
from heapq import heappop, heappush

from shared.figures.errors import CannotBeHidden
from shared.figures.recovery import Cell, feasible_range


def cells_to_hide(cells: Sequence[Cell], threshold: int) -> set[int]:
    """Return the places of the cells to leave out.

    Afterwards no hidden cell can be worked out, and none that is below `threshold` can be shown to
    be. Zero is below it. Raises `CannotBeHidden` naming cells that fixed ones give away.
    """
    small = {place for place, cell in enumerate(cells) if cell.count < threshold and not cell.fixed}
    hidden = set(small)
    while (place := _first_exposed(cells, hidden, threshold)) is not None:
        cover = _cheapest_cover(cells, hidden, place, threshold)
        if not cover:
            # No one way round will do. Several might: if any set of cells hides it, all do.
            cover = {other for other, cell in enumerate(cells) if not cell.fixed} - hidden
        if not cover:
            exposed = [
                cells[each].name
                for each in sorted(hidden)
                if is_exposed(cells, hidden, each, threshold)
            ]
            raise CannotBeHidden(exposed)
        hidden |= cover
    for place in sorted(hidden - small, key=lambda each: cells[each].count, reverse=True):
        if _first_exposed(cells, hidden - {place}, threshold) is None:
            hidden.remove(place)
    return hidden


def is_exposed(cells: Sequence[Cell], hidden: Collection[int], place: int, threshold: int) -> bool:
    """Tell whether a hidden cell can be worked out, or be shown to be below the threshold."""
    found = feasible_range(cells, hidden, place)
    return found.is_exact or (cells[place].count < threshold and not found.reaches(threshold))


def _first_exposed(cells: Sequence[Cell], hidden: Collection[int], threshold: int) -> int | None:
    return next(
        (place for place in sorted(hidden) if is_exposed(cells, hidden, place, threshold)), None
    )


def _cheapest_cover(
    cells: Sequence[Cell], hidden: Collection[int], place: int, threshold: int
) -> set[int]:
    """Return the further cells, smallest sum first, through which a cell could be large enough.

    A way back round the circle (Dijkstra): over hidden cells for nothing, over others for their
    count and one, and against the arc only where a cell holds as much as is needed.
    """
    cell = cells[place]
    needed = max(1, threshold - cell.count)
    prices = {
        other: 0 if other in hidden else each.count + 1
        for other, each in enumerate(cells)
        if other != place and not each.fixed
    }
    waiting: list[tuple[int, str, tuple[int, ...]]] = [(0, cell.head, ())]
    done: set[str] = set()
    while waiting:
        price, at, way = heappop(waiting)
        if at == cell.tail:
            return set(way) - set(hidden)
        if at in done:
            continue
        done.add(at)
        for other, extra in prices.items():
            arc = cells[other]
            if arc.tail == at and arc.head not in done:
                heappush(waiting, (price + extra, arc.head, (*way, other)))
            elif arc.head == at and arc.tail not in done and arc.count >= needed:
                heappush(waiting, (price + extra, arc.tail, (*way, other)))
    return set()
