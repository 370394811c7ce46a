"""Which units lie further from the whole than chance brings about: limits for a funnel plot.

Source: Spiegelhalter 2005, "Funnel plots for comparing institutional performance", Statistics in
Medicine 24:1185: exact binomial limits with interpolation (appendix A.1), over-dispersion from
winsorised z-scores (section 4).

Over-dispersion is multiplicative: one factor phi widens every limit by its square root. The other
way, additive, estimates how much units truly differ, which a few dozen units tell badly, and then
weighs them by it. The factor needs one number, is said in a sentence ("the limits are 1.4 times as
wide"), and errs towards naming nobody where units are small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from typing import Final

from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval

SMALLEST_PLOTTED: Final = 5
"""A unit with fewer is not plotted: its place would say nothing, and might say who it is."""

WARNING: Final = 0.95
ALARM: Final = 0.998
WINSORISED: Final = 0.1
"""How much of each end of the z-scores is drawn in before phi is taken, so that the units that
are looked for do not widen the limits that would find them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is compared: `numerator` of `denominator` people or cases."""

    name: str
    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise FiguresDoNotFit("A part is negative or larger than its whole")


@dataclass(frozen=True, slots=True)
class Point:
    """A unit's proportion, and between which limits chance alone would keep it."""

    proportion: float
    size: int
    warning: Interval
    alarm: Interval


@dataclass(frozen=True, slots=True)
class Funnel:
    """The proportion of all, by how much chance is exceeded, and each unit's point by its name.

    A point is None where the unit is too small to be plotted. `dispersion` (phi) is 1 where
    units differ no more than by chance.
    """

    target: float
    dispersion: float
    points: dict[str, Point | None]


def funnel(units: Sequence[Unit]) -> Funnel | None:
    """Return the funnel of these units around the proportion of all of them together.

    None where they have nobody at all. Units that are too small to plot are part of the whole and
    of nothing else.
    """
    everybody = sum(unit.denominator for unit in units)
    if not everybody:
        return None
    target = sum(unit.numerator for unit in units) / everybody
    plotted = [unit for unit in units if unit.denominator >= SMALLEST_PLOTTED]
    phi = dispersion(plotted, target)
    points: dict[str, Point | None] = {unit.name: None for unit in units}
    for unit in plotted:
        size = unit.denominator
        points[unit.name] = Point(
            unit.numerator / size,
            size,
            limits(target, size, WARNING, phi),
            limits(target, size, ALARM, phi),
        )
    return Funnel(target, phi, points)


def limits(target: float, size: int, coverage: float, phi: float = 1.0) -> Interval:
    """Return between which proportions `coverage` of units of `size` lie if chance alone acts.

    `target` and `coverage` are proportions, `size` is a count above 0. The exact binomial limits
    are stretched by the square root of `phi`, which for large units is the usual
    target +- z sqrt(phi target (1 - target) / size), and stays right for small ones at phi 1.
    Raises `FiguresDoNotFit` for a size of 0 and for phi below 1.
    """
    if size < 1 or not phi >= 1 or not 0 <= target <= 1:
        raise FiguresDoNotFit("Limits need a size, a proportion and a phi of 1 or more")
    if target in {0, 1}:
        return Interval(target, target)
    tail = (1 - coverage) / 2
    low, high = (_exact_limit(target, size, below) for below in (tail, 1 - tail))
    stretch = sqrt(phi)
    return Interval(
        max(0.0, target - stretch * max(0.0, target - low)),
        min(1.0, target + stretch * max(0.0, high - target)),
    )


def dispersion(units: Sequence[Unit], target: float) -> float:
    """Return phi: the mean square of the units' winsorised z-scores, and never below 1.

    Units that differ less than chance would have them are no reason to narrow the limits. It is 1
    where there is no unit, and where the target is 0 or 1, so that none differs.
    """
    if not units or target in {0, 1}:
        return 1.0
    scores = sorted(
        (unit.numerator / unit.denominator - target)
        / sqrt(target * (1 - target) / unit.denominator)
        for unit in units
    )
    drawn_in = int(WINSORISED * len(scores))
    lowest, highest = scores[drawn_in], scores[-1 - drawn_in]
    squares = [min(max(score, lowest), highest) ** 2 for score in scores]
    return max(1.0, sum(squares) / len(squares))


def _exact_limit(target: float, size: int, below: float) -> float:
    """Return the proportion under which a part `below` of the binomial distribution lies.

    The smallest count whose cumulative probability reaches `below`, less how far it exceeds it as
    a part of that count's own probability.
    """
    cumulative = 0.0
    for count in range(size + 1):
        chance = _chance(count, size, target)
        cumulative += chance
        if cumulative >= below:
            return (count - (cumulative - below) / chance) / size
    return 1.0


def _chance(count: int, size: int, target: float) -> float:
    """Return the binomial probability of `count`; by logarithms, as large sizes need."""
    ways = lgamma(size + 1) - lgamma(count + 1) - lgamma(size - count + 1)
    return exp(ways + count * log(target) + (size - count) * log1p(-target))
