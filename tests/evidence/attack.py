"""An attacker who knows what is published and every sum that must hold, and solves for the rest."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

NameT = TypeVar("NameT", bound=Hashable)


def recovered(
    sums: Sequence[tuple[Mapping[NameT, int], int]], hidden: Sequence[NameT]
) -> set[NameT]:
    """Return the hidden figures whose exact value follows from equations.

    Each of `sums` says that figures, each as often as it is in, add up to a number; a figure that
    is not hidden has its value in that number already.
    """
    rows = [
        [Fraction(terms.get(name, 0)) for name in hidden] + [Fraction(total)]
        for terms, total in sums
    ]
    reduced = _reduce(rows, len(hidden))
    return {hidden[_leads(row)] for row in reduced if sum(value != 0 for value in row[:-1]) == 1}


def _leads(row: Sequence[Fraction]) -> int:
    return next(place for place, value in enumerate(row) if value)


def _reduce(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Return the reduced echelon form."""
    done = 0
    for column in range(width):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for row, other in enumerate(rows):
            if row != done and other[column]:
                factor = other[column]
                rows[row] = [a - factor * b for a, b in zip(other, rows[done], strict=True)]
        done += 1
    return rows[:done]
