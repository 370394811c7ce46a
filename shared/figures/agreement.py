"""Whether two judges say the same of the same things, beyond what chance would bring about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Z_95, Interval


@dataclass(frozen=True, slots=True)
class PairedTable:
    """How often the first judge said the row's category where the second said the column's.

    `counts` is square, a row and a column for each of `categories` in their order. `unpaired` are
    those of which a judge said nothing: they are in no count.
    """

    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    unpaired: int

    @property
    def pairs(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def first_higher(self) -> int:
        """In how many pairs the first judge's category comes later in the order."""
        return sum(sum(row[:place]) for place, row in enumerate(self.counts))

    @property
    def second_higher(self) -> int:
        """In how many pairs the second judge's category comes later in the order."""
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.counts))

    @property
    def observed_agreement(self) -> float | None:
        """The proportion of pairs in which both said the same; None without pairs."""
        agreed = sum(row[place] for place, row in enumerate(self.counts))
        return agreed / self.pairs if self.pairs else None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 is all of it, 0 none, below 0 less than chance would bring."""

    value: float
    standard_error: float
    interval: Interval


def paired_table(
    categories: Sequence[str], pairs: Iterable[tuple[str | None, str | None]]
) -> PairedTable:
    """Count what the first and the second judge said, in the order of `categories`.

    None is a judge who said nothing, which is no category and no disagreement. Raises
    `FiguresDoNotFit` for an answer that is no category.
    """
    counted = Counter(pairs)
    known = {*categories, None}
    if not known >= {said for pair in counted for said in pair}:
        raise FiguresDoNotFit("An answer is none of the categories")
    counts = tuple(tuple(counted[row, column] for column in categories) for row in categories)
    return PairedTable(tuple(categories), counts, counted.total() - sum(map(sum, counts)))


def kappa(table: PairedTable) -> Kappa | None:
    """Return Cohen's unweighted kappa with its large-sample standard error and 95% interval.

    None where it is undefined: without pairs, and where chance alone would always agree (both
    judges said one category of everything). Sources: Cohen 1960; Fleiss, Cohen & Everitt 1969,
    Psychological Bulletin 72:323, the standard error where kappa is not supposed to be 0.
    """
    pairs = table.pairs
    if not pairs:
        return None
    cells = [[count / pairs for count in row] for row in table.counts]
    rows = [sum(row) for row in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    agreed = sum(row[place] for place, row in enumerate(cells))
    # Asked of the counts, since it decides what is defined and must not hang on rounding.
    if max(sum(row) for row in table.counts) == pairs and agreed == 1:
        return None
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    value = (agreed - by_chance) / (1 - by_chance)
    error = _standard_error(cells, rows, columns, pairs)
    interval = Interval(max(-1.0, value - Z_95 * error), min(1.0, value + Z_95 * error))
    return Kappa(value, error, interval)


def _standard_error(
    cells: list[list[float]], rows: list[float], columns: list[float], pairs: int
) -> float:
    """Return the standard error; all but `pairs` are proportions of all pairs."""
    agreed = sum(row[place] for place, row in enumerate(cells))
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    places = range(len(cells))
    same = sum(
        cells[i][i] * ((1 - by_chance) - (rows[i] + columns[i]) * (1 - agreed)) ** 2 for i in places
    )
    differing = (1 - agreed) ** 2 * sum(
        cells[i][j] * (columns[i] + rows[j]) ** 2 for i in places for j in places if i != j
    )
    constant = (agreed * by_chance - 2 * by_chance + agreed) ** 2
    variance = max(0.0, same + differing - constant)
    return sqrt(variance / pairs) / (1 - by_chance) ** 2
