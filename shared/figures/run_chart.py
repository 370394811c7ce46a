"""Whether a measure over time does what chance would do: a median and three published rules.

Source: Perla, Provost & Murray 2011, "The run chart: a simple analytical tool for learning from
variation in healthcare processes", BMJ Quality & Safety 20:46. Their fourth rule, an astronomical
point, is a judgement by eye and is left to people.

Missing is never zero: a point that nobody measured is on no side and on no way up or down. It
ends a shift and a trend, because what it would have been is not known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb
from statistics import median
from typing import Final

SHIFT_POINTS: Final = 6
TREND_POINTS: Final = 5
FEWEST_FOR_RUNS: Final = 10
RARE: Final = 0.025
"""In each tail, so that 5% of charts of chance alone have too few or too many runs."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive points by their positions from 0, both ends in it."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Runs:
    """How often the points were on one side in a row, and how many runs chance would bring."""

    count: int
    fewest: int
    most: int

    @property
    def too_few(self) -> bool:
        return self.count < self.fewest

    @property
    def too_many(self) -> bool:
        return self.count > self.most


@dataclass(frozen=True, slots=True)
class RunChart:
    """A median line and what the rules find. `runs` is None with too few points to tell."""

    median: float
    shifts: tuple[Stretch, ...]
    trends: tuple[Stretch, ...]
    runs: Runs | None


def run_chart(points: Sequence[float | None]) -> RunChart | None:
    """Return the chart of points in order of time, None where there is none that was measured."""
    measured = [point for point in points if point is not None]
    if not measured:
        return None
    middle = float(median(measured))
    return RunChart(
        middle, tuple(_shifts(points, middle)), tuple(_trends(points)), _runs(measured, middle)
    )


def expected_runs(above: int, below: int) -> tuple[int, int]:
    """Return the fewest and the most runs that chance brings about on each side of a median.

    Exactly, from how many points are above and below: Swed & Eisenhart 1943, Annals of
    Mathematical Statistics 14:66, on which the printed table of Perla and others rests. That table
    goes by the number of points alone, so a limit of it may be one away from the exact one.
    """
    arrangements = comb(above + below, above)
    chances = {
        runs: _arrangements(runs, above, below) / arrangements
        for runs in range(1, above + below + 1)
    }
    fewest, most = 1, above + below
    below_limit = chances[fewest]
    while below_limit <= RARE:
        fewest += 1
        below_limit += chances[fewest]
    above_limit = chances[most]
    while above_limit <= RARE:
        most -= 1
        above_limit += chances[most]
    return fewest, most


def _shifts(points: Sequence[float | None], middle: float) -> Iterator[Stretch]:
    """Yield where 6 or more points in a row are on one side; points on the median are skipped."""
    sided = [
        (position, None if point is None else point > middle)
        for position, point in enumerate(points)
        if point != middle
    ]
    for side, group in groupby(sided, key=lambda each: each[1]):
        positions = [position for position, _ in group]
        if side is not None and len(positions) >= SHIFT_POINTS:
            yield Stretch(positions[0], positions[-1])


def _trends(points: Sequence[float | None]) -> Iterator[Stretch]:
    """Yield where 5 or more points in a row all rise or all fall, the first of them counted.

    A point like the one before it is skipped: it neither adds to a trend nor ends it.
    """
    changing = [
        (position, point)
        for position, point in enumerate(points)
        if point is None or position == 0 or point != points[position - 1]
    ]
    steps = [
        (one[0], other[0], None if one[1] is None or other[1] is None else other[1] > one[1])
        for one, other in pairwise(changing)
    ]
    for rising, group in groupby(steps, key=lambda step: step[2]):
        taken = list(group)
        if rising is not None and len(taken) + 1 >= TREND_POINTS:
            yield Stretch(taken[0][0], taken[-1][1])


def _runs(measured: Sequence[float], middle: float) -> Runs | None:
    """Count runs of points off the median; None with fewer than 10 of them."""
    sides = [point > middle for point in measured if point != middle]
    if len(sides) < FEWEST_FOR_RUNS:
        return None
    fewest, most = expected_runs(sum(sides), len(sides) - sum(sides))
    return Runs(sum(1 for _ in groupby(sides)), fewest, most)


def _arrangements(runs: int, above: int, below: int) -> int:
    """Return in how many orders that many points above and below make that many runs."""
    if not above or not below:
        return int(runs == 1)
    half, odd = divmod(runs, 2)
    if runs == 1:
        return 0
    if not odd:
        return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    return comb(above - 1, half) * comb(below - 1, half - 1) + comb(above - 1, half - 1) * comb(
        below - 1, half
    )
