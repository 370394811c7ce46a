"""No figure of an agency can be worked out from those of others and of kinds."""

from itertools import product
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.outcomes.engagement.suppression import TOTAL, SafeCounts, safe_counts

A, B, C = (UUID(int=number) for number in (1, 2, 3))
KINDS = {A: "nhs_trust", B: "nhs_trust", C: "police"}
COLUMNS = ("yes", "no")
SMALL = st.integers(0, 8)


def fits(tally: dict[UUID, dict[str, int]], safe: SafeCounts) -> bool:
    """Tell whether a table agrees with everything that is shown."""
    whole = {agency: {**each, TOTAL: sum(each.values())} for agency, each in tally.items()}
    for agency, columns in safe.agencies.items():
        if any(shown not in {None, whole[agency][name]} for name, shown in columns.items()):
            return False
    for kind, columns in safe.kinds.items():
        for name, shown in columns.items():
            total = sum(whole[agency][name] for agency in KINDS if KINDS[agency] == kind)
            if shown not in {None, total}:
                return False
    return True


@settings(max_examples=25, deadline=None)
@given(st.lists(SMALL, min_size=6, max_size=6))
def test_whoever_tries_every_table_can_pin_down_no_count_that_is_left_out(
    numbers: list[int],
) -> None:
    places = list(product(KINDS, COLUMNS))
    safe = safe_counts(_tally(dict(zip(places, numbers, strict=True))), KINDS, COLUMNS)
    known = {place: safe.agencies[place[0]][place[1]] for place in places}
    choices = [range(10) if count is None else (count,) for count in known.values()]
    possible = [
        found
        for found in product(*choices)
        if fits(_tally(dict(zip(places, found, strict=True))), safe)
    ][:200_000]
    for position, (place, count) in enumerate(known.items()):
        true = numbers[position]
        if count is None:
            assert len({found[position] for found in possible}) > 1, place
            assert true >= 5 or max(found[position] for found in possible) >= 5, place
        else:
            assert count == true


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
