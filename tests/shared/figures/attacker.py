"""Somebody who reads a published table and works out what they can; knows nothing of the code.

Both ways take the published table alone: its layout, the figures in it and where none is.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from shared.figures.disclosure import Absent, Figure, Place, SafeGrid, SafeLists

Equation = tuple[list[Place], Place]
"""Parts, and the place of their total."""


def equations_of(table: SafeGrid | SafeLists) -> tuple[dict[Place, Figure], list[Equation]]:
    """Return what is published at each place, and which places add up to which."""
    if isinstance(table, SafeLists):
        shown: dict[Place, Figure] = {
            (number, part): figure
            for number, each in enumerate(table.lists)
            for part, figure in enumerate(each)
        }
        shown[None, None] = table.total
        sums: list[Equation] = [
            ([(number, part) for part in range(len(each))], (None, None))
            for number, each in enumerate(table.lists)
            if any(isinstance(f, int) or f is Absent.SUPPRESSED for f in each)
        ]
        return shown, sums
    columns = range(len(table.column_totals))
    rows = range(len(table.rows))
    shown = {(row, column): table.rows[row][column] for row in rows for column in columns}
    shown |= {(row, None): table.row_totals[row] for row in rows}
    shown |= {(None, column): table.column_totals[column] for column in columns}
    shown[None, None] = table.total
    sums = [([(row, column) for column in columns], (row, None)) for row in rows]
    sums += [([(row, column) for row in rows], (None, column)) for column in columns]
    sums += [([(row, None) for row in rows], (None, None))]
    sums += [([(None, column) for column in columns], (None, None))]
    return shown, sums


def solved(table: SafeGrid | SafeLists) -> dict[Place, Fraction]:
    """Return every hidden place that the system of equations determines, with its value."""
    shown, sums = equations_of(table)
    unknown = [place for place, figure in shown.items() if figure is Absent.SUPPRESSED]
    column = {place: number for number, place in enumerate(unknown)}
    lines = []
    for parts, total in sums:
        line = [Fraction(0)] * (len(unknown) + 1)
        for place, sign in [*((part, 1) for part in parts), (total, -1)]:
            figure = shown[place]
            if place in column:
                line[column[place]] += sign
            elif isinstance(figure, int):
                line[-1] -= sign * figure
        lines.append(line)
    found = {}
    for line in _reduced(lines, len(unknown)):
        where = [number for number, factor in enumerate(line[:-1]) if factor]
        if len(where) == 1:
            found[unknown[where[0]]] = line[-1] / line[where[0]]
    return found


def _reduced(lines: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Return the reduced row echelon form: a determined unknown is alone in its line."""
    done = 0
    for column in range(width):
        pivot = next((n for n in range(done, len(lines)) if lines[n][column]), None)
        if pivot is None:
            continue
        lines[done], lines[pivot] = lines[pivot], lines[done]
        factor = lines[done][column]
        lines[done] = [each / factor for each in lines[done]]
        for number, line in enumerate(lines):
            if number != done and line[column]:
                times = line[column]
                lines[number] = [a - times * b for a, b in zip(line, lines[done], strict=True)]
        done += 1
    return lines[:done]


def possible(table: SafeGrid | SafeLists, most: int) -> dict[Place, set[int]]:
    """Return all that each hidden part can be when no part is above `most`; tries everything."""
    shown, sums = equations_of(table)
    parts = [p for p, f in shown.items() if f is Absent.SUPPRESSED and None not in p]
    seen: dict[Place, set[int]] = {place: set() for place in parts}
    for values in product(range(most + 1), repeat=len(parts)):
        guess = dict(zip(parts, values, strict=True))
        if all(_agrees(shown, guess, sums)):
            for place, value in guess.items():
                seen[place].add(value)
    return seen


def _agrees(
    shown: dict[Place, Figure], guess: dict[Place, int], sums: Sequence[Equation]
) -> Iterator[bool]:
    totals: dict[Place, int] = {}
    for parts, total in sums:
        summed = 0
        for part in parts:
            figure = guess.get(part, totals.get(part, shown[part]))
            summed += figure if isinstance(figure, int) else 0
        figure = shown[total]
        yield summed == totals.setdefault(total, figure if isinstance(figure, int) else summed)
