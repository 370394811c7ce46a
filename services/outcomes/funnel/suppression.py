"""What of a funnel may be shown: nothing that tells of fewer than five, not by subtraction either.

The whole is settled first. What it shows is known to whoever reads a breakdown of it, so that a
breakdown hides more of its own instead.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from shared.figures.disclosure import Absent, Figure, Place, suppress_grid, suppress_list
from shared.figures.errors import CannotBeHidden

Tally = Mapping[str, int]
SafeTally = dict[str, Figure]

ALL: Final = "all"
"""The key of a safe tally under which its total is."""


def safe_tally(tally: Tally) -> SafeTally:
    """Return the counts of one whole and their total, those left out that must be."""
    safe = suppress_list(list(tally.values()))
    return dict(zip(tally, safe.lists[0], strict=True)) | {ALL: safe.total}


def safe_groups(
    groups: Mapping[str, Tally], whole: SafeTally, *, told: Collection[str] = ()
) -> dict[str, SafeTally]:
    """Return the counts of groups that make up a whole, each place of it counted in one group.

    `told` are groups whose totals are shown elsewhere.
    """
    rows = [list(tally.values()) for tally in groups.values()]
    known = [(number, None) for number, group in enumerate(groups) if group in told]
    return dict(zip(groups, _grid(rows, whole, known), strict=True))


def safe_overlapping_groups(
    groups: Mapping[str, Tally], tally: Tally, whole: SafeTally
) -> dict[str, SafeTally]:
    """Return the counts of groups that may share people, each held against all the others."""
    safe = {}
    for group, counts in groups.items():
        rest = [tally[place] - count for place, count in counts.items()]
        safe[group] = _grid([list(counts.values()), rest], whole)[0]
    return safe


def _grid(
    rows: Sequence[Sequence[int]], whole: SafeTally, totals: Sequence[Place] = ()
) -> list[SafeTally]:
    """Return the rows of a table, of whose column totals those of `whole` are known already.

    Where that gives too much away, nothing of the table is shown.
    """
    places = [place for place in whole if place != ALL]
    known: list[Place] = [
        *totals,
        *((None, column) for column, place in enumerate(places) if isinstance(whole[place], int)),
    ]
    if isinstance(whole.get(ALL), int):
        known.append((None, None))
    try:
        safe = suppress_grid(rows, known)
    except CannotBeHidden:
        return [dict.fromkeys((*places, ALL), Absent.SUPPRESSED) for _ in rows]
    return [
        dict(zip(places, row, strict=True)) | {ALL: total}
        for row, total in zip(safe.rows, safe.row_totals, strict=True)
    ]
