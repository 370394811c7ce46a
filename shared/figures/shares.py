"""Shares of a whole: how far chance may carry them, and how far what is missing could. Pure.

Neither says anything about the other: an interval supposes that whoever is counted stands for the
rest, and bounds suppose nothing.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z_95: Final = 1.959963984540054
"""The 97.5% quantile of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest value to the highest."""

    low: float
    high: float


def interval(count: float, of: float) -> Range | None:
    """Return the 95% interval of Wilson (1927) for `count` of `of`; None where `of` is 0.

    It stays within 0 and 1 and holds for small numbers. `of` may be an effective sample size, with
    `count` in proportion. Raises `ValueError` unless 0 <= count <= of.
    """
    _check(count, of)
    if of == 0:
        return None
    share, z2 = count / of, Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return Range(
        low=0.0 if count == 0 else max(0.0, middle - half),
        high=1.0 if count == of else min(1.0, middle + half),
    )


def bounds(count: int, of: int, missing: int) -> Range | None:
    """Return what the share could be if `missing` others had been counted with `of`.

    The worst case is that none of them belongs to `count`, the best that all do (Manski, 1989).
    None where there is nobody at all. Raises `ValueError` unless 0 <= count <= of and
    0 <= missing.
    """
    _check(count, of)
    if missing < 0:
        raise ValueError("there can't be less than none missing")
    everyone = of + missing
    return Range(count / everyone, (count + missing) / everyone) if everyone else None


def bounds_of_share(share: float, response: float) -> Range:
    """Return what a share of those who answered could be among all who were asked.

    `share` and `response` lie between 0 and 1; raises `ValueError` otherwise.
    """
    _check(share, 1)
    _check(response, 1)
    return Range(low=response * share, high=response * share + (1 - response))


def _check(count: float, of: float) -> None:
    if not 0 <= count <= of:
        raise ValueError("a part is no less than nothing and no more than its whole")
