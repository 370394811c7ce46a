"""How sure a proportion is: Wilson's interval, Newcombe's for a difference, and a rate."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

from shared.figures.errors import FiguresDoNotFit

Z_95: Final = NormalDist().inv_cdf(0.975)
"""How many standard errors hold 95% of a normal distribution around its mean."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both in it; as proportions from 0 to 1 unless said otherwise."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator` of `denominator` that answered, and `missing` that did not; all are counts.

    What is missing is in neither, so it can't move `rate`. It moves `worst_case` and `best_case`,
    which are the bounds that hold whatever the missing would have answered.

    Raises `FiguresDoNotFit` for a negative count and for a part larger than its whole.
    """

    numerator: int
    denominator: int
    missing: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator or self.missing < 0:
            raise FiguresDoNotFit("A part is negative or larger than its whole")

    @property
    def rate(self) -> float | None:
        """The proportion of those who answered; None where nobody did."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95% interval for `rate`: chance alone, and nothing about the missing."""
        return wilson_of_counts(self.numerator, self.denominator)

    @property
    def worst_case(self) -> float | None:
        """The proportion of all if no missing one counts; None where there is nobody at all."""
        return self._of_all(self.numerator)

    @property
    def best_case(self) -> float | None:
        """The proportion of all if every missing one counts; None where there is nobody at all."""
        return self._of_all(self.numerator + self.missing)

    def _of_all(self, count: int) -> float | None:
        everybody = self.denominator + self.missing
        return count / everybody if everybody else None


def wilson(proportion: float, size: float, z: float = Z_95) -> Interval | None:
    """Return Wilson's score interval for a proportion (0 to 1) among `size`; None if size is 0.

    `size` may be an effective sample size, so it need not be whole (see `weighting.effective_size`;
    Korn & Graubard 1998 put one in place of n). Source: Wilson 1927; Newcombe 1998, Statistics in
    Medicine 17:857, method 3. Raises `FiguresDoNotFit` outside of 0 to 1, or for a negative size.
    """
    if not 0 <= proportion <= 1 or not size >= 0:
        raise FiguresDoNotFit("A proportion lies from 0 to 1, and a size is not negative")
    if size == 0:
        return None
    centre = (proportion * size + z * z / 2) / (size + z * z)
    half = z * sqrt(proportion * (1 - proportion) * size + z * z / 4) / (size + z * z)
    # At 0 and at 1 the interval ends there; what floating point makes of it is put right.
    low = 0.0 if proportion == 0 else max(0.0, min(centre - half, proportion))
    high = 1.0 if proportion == 1 else min(1.0, max(centre + half, proportion))
    return Interval(low, high)


def wilson_of_counts(numerator: int, denominator: int, z: float = Z_95) -> Interval | None:
    """Return Wilson's score interval for `numerator` of `denominator`; None where that is 0.

    Raises `FiguresDoNotFit` for a negative count and for a part larger than its whole.
    """
    if not 0 <= numerator <= denominator:
        raise FiguresDoNotFit("A part is negative or larger than its whole")
    return wilson(numerator / denominator, denominator, z) if denominator else None


def difference(first: Rate, second: Rate, z: float = Z_95) -> Interval | None:
    """Return Newcombe's interval for `first.rate - second.rate`, from -1 to 1.

    None where either has nobody: what is unknown differs from nothing. For two groups of different
    people; pairs (the same adult asked twice) need another one. Source: Newcombe 1998, Statistics
    in Medicine 17:873, method 10.
    """
    one = wilson_of_counts(first.numerator, first.denominator, z)
    other = wilson_of_counts(second.numerator, second.denominator, z)
    if one is None or other is None:
        return None
    p, q = first.numerator / first.denominator, second.numerator / second.denominator
    below = sqrt((p - one.low) ** 2 + (other.high - q) ** 2)
    above = sqrt((one.high - p) ** 2 + (q - other.low) ** 2)
    return Interval(p - q - below, p - q + above)
