"""What anybody can work out of the cells left out of a table, from the figures that are in it.

A table with totals is a flow around a circle: what comes into a sum goes out as its parts. Each
cell is an arc that carries its count; published cells are fixed, hidden ones may carry any whole
number from 0. So the least and the most that a hidden cell can be is a question of how much can
be sent round another way, which is answered exactly and in whole numbers (Gusfield 1988, "A graph
theoretic approach to statistical data security", SIAM Journal on Computing 17:552). A cell that
can be only one number is an arc that no circle of hidden arcs goes through.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a table, on its arc from `tail` to `head`.

    A `fixed` cell is known to others already, so that hiding it hides nothing.
    """

    name: str
    tail: str
    head: str
    count: int
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a hidden cell can be; `high` is None where nothing bounds it."""

    low: int
    high: int | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def reaches(self, count: int) -> bool:
        return self.high is None or self.high >= count


class Step(NamedTuple):
    """A way along a cell's arc: forward adds to the cell, and the other way takes from it."""

    cell: int
    forward: bool


def feasible_ranges(cells: Sequence[Cell], hidden: Collection[int]) -> dict[int, Range]:
    """Return for each hidden cell what it can be, by its place in `cells`.

    Assumes of whoever reads the table that they know its layout, that counts are whole and not
    negative, every published count exactly, and nothing else.
    """
    return {place: feasible_range(cells, hidden, place) for place in sorted(hidden)}


def feasible_range(cells: Sequence[Cell], hidden: Collection[int], place: int) -> Range:
    """Return what one hidden cell can be."""
    cell = cells[place]
    others = [other for other in hidden if other != place]
    beyond_any = sum(each.count for each in cells) + 1
    rise = _sent(cells, others, cell.head, cell.tail, beyond_any)
    fall = _sent(cells, others, cell.tail, cell.head, cell.count)
    return Range(cell.count - fall, None if rise == beyond_any else cell.count + rise)


def _sent(cells: Sequence[Cell], hidden: Sequence[int], start: str, end: str, enough: int) -> int:
    """Return how much can be sent from `start` to `end` over hidden cells, up to `enough`.

    Ford & Fulkerson by shortest ways: forward without limit, backward as much as a cell holds.
    """
    holds = {place: cells[place].count for place in hidden}
    leaving: dict[str, list[tuple[str, Step]]] = defaultdict(list)
    for place in hidden:
        leaving[cells[place].tail].append((cells[place].head, Step(place, forward=True)))
        leaving[cells[place].head].append((cells[place].tail, Step(place, forward=False)))
    sent = 0
    while sent < enough:
        way = _way(leaving, holds, start, end)
        if way is None:
            return sent
        room = min((holds[step.cell] for step in way if not step.forward), default=enough)
        room = min(room, enough - sent)
        for step in way:
            holds[step.cell] += room if step.forward else -room
        sent += room
    return sent


def _way(
    leaving: dict[str, list[tuple[str, Step]]], holds: dict[int, int], start: str, end: str
) -> list[Step] | None:
    """Return the fewest steps from `start` to `end`; None where there is no way."""
    came: dict[str, tuple[str, Step] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        at = waiting.popleft()
        for to, step in leaving[at]:
            if to not in came and (step.forward or holds[step.cell]):
                came[to] = (at, step)
                waiting.append(to)
    if end not in came:
        return None
    way = []
    at = end
    while (last := came[at]) is not None:
        at, step = last
        way.append(step)
    return way
