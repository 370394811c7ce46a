"""How far two judges of the same things agree beyond chance. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

from shared.figures.shares import Z_95, Range

KeyT = TypeVar("KeyT", bound=Hashable)

_PAIRS_A_CELL = 2


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa (1960): 1 where both always agree, 0 where no more than by chance.

    Without an interval where there are too few pairs for its formula to hold.
    """

    value: float
    interval: Range | None


def kappa(table: Mapping[tuple[KeyT, KeyT], int]) -> Kappa | None:
    """Return the kappa of a table of pairs, by (one judge's verdict, the other's), with its 95%.

    The standard error is that of Fleiss, Cohen and Everitt (1969), given from two pairs for each
    cell on (Cicchetti, 1981). None where there are no pairs, or where both gave the same single
    verdict throughout: agreement can't be told from chance.
    """
    n = sum(table.values())
    if n == 0:
        return None
    p = {pair: count / n for pair, count in table.items()}
    codes = {code for pair in p for code in pair}
    one = {code: sum(share for (own, _), share in p.items() if own == code) for code in codes}
    two = {code: sum(share for (_, own), share in p.items() if own == code) for code in codes}
    by_chance = sum(one[code] * two[code] for code in codes)
    if 1 - by_chance < 1 / (2 * n * n):  # else it is 1 / n^2 at least
        return None
    agreed = sum(p.get((code, code), 0.0) for code in codes)
    value = (agreed - by_chance) / (1 - by_chance)
    if n < _PAIRS_A_CELL * len(codes) ** 2:
        return Kappa(value, None)
    return Kappa(value, _interval(p, one, two, value, n))


def _interval(
    p: Mapping[tuple[KeyT, KeyT], float],
    one: Mapping[KeyT, float],
    two: Mapping[KeyT, float],
    value: float,
    n: int,
) -> Range:
    by_chance = sum(one[code] * two[code] for code in one)
    spread = sum(
        share
        * (
            (1 - (one[a] + two[a]) * (1 - value)) ** 2
            if a == b
            else (1 - value) ** 2 * (two[a] + one[b]) ** 2
        )
        for (a, b), share in p.items()
    )
    variance = spread - (value - by_chance * (1 - value)) ** 2
    half = Z_95 * sqrt(max(0.0, variance) / n) / (1 - by_chance)
    return Range(max(-1.0, value - half), min(1.0, value + half))
