"""No figure of an agency can be worked out from those of others and of kinds."""

from functools import cache
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.outcomes.engagement.suppression import TOTAL, safe_counts

A, B, C = (UUID(int=number) for number in (1, 2, 3))
KINDS = {A: "nhs_trust", B: "nhs_trust", C: "police"}
COLUMNS = ("yes", "no")


TOP = 10
"""More than any count here, so that a table tried has room for all that might be."""


@cache
def tables() -> list[tuple[int, ...]]:
    """Return every table of three agencies and one column, and its sums, up to `TOP` a count."""
    return [(a, b, c, a + b, c, a + b + c) for a, b, c in product(range(2 * TOP), repeat=3)]


@settings(deadline=None)
@pytest.mark.parametrize("total_is_known", [False, True])
@given(numbers=st.tuples(*[st.integers(0, TOP)] * 3))
def test_whoever_tries_every_table_can_pin_down_no_count_that_is_left_out(
    numbers: tuple[int, int, int],
    total_is_known: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    tally = {agency: {"count": each} for agency, each in zip(KINDS, numbers, strict=True)}
    safe = safe_counts(tally, KINDS, ("count",), total_is_known=total_is_known)
    shown = [safe.agencies[agency][TOTAL] for agency in KINDS]
    shown += [safe.kinds[kind][TOTAL] for kind in ("nhs_trust", "police")]
    shown.append(sum(numbers) if total_is_known and sum(numbers) >= 5 else None)
    possible = [
        table
        for table in tables()
        if all(count in {None, tried} for count, tried in zip(shown, table, strict=True))
    ]
    for position, count in enumerate(shown[:3]):
        tried = {table[position] for table in possible}
        assert numbers[position] in tried
        assert count is not None or (len(tried) > 1 and max(tried) >= 5)


@given(st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_what_is_shown_is_five_or_more_and_sums_are_of_their_parts(numbers: list[int]) -> None:
    places = list(product(KINDS, COLUMNS))
    safe = safe_counts(_tally(dict(zip(places, numbers, strict=True))), KINDS, COLUMNS)
    for columns in (*safe.agencies.values(), *safe.kinds.values()):
        assert all(count is None or count >= 5 for count in columns.values())
        parts = [columns[name] for name in COLUMNS]
        if None not in (*parts, columns[TOTAL]):
            assert sum(part or 0 for part in parts) == columns[TOTAL]


def test_where_the_total_is_known_the_rest_does_not_give_a_small_count_away() -> None:
    tally = {A: {"count": 20}, C: {"count": 3}}
    safe = safe_counts(tally, KINDS, ("count",), total_is_known=True)
    assert safe.agencies[A]["count"] is None
    assert safe.agencies[C]["count"] is None


def _tally(counts: dict[tuple[UUID, str], int]) -> dict[UUID, dict[str, int]]:
    return {agency: {name: counts[agency, name] for name in COLUMNS} for agency in KINDS}
