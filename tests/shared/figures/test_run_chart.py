"""A run chart finds shifts, trends and unlikely runs, and takes nothing missing for a zero."""

from itertools import groupby, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.run_chart import Runs, Stretch, expected_runs, run_chart

POINTS = st.lists(st.one_of(st.none(), st.integers(0, 20).map(float)), max_size=40)


def test_six_points_on_one_side_are_a_shift_and_five_are_none() -> None:
    found = run_chart([1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9])
    assert found is not None
    assert found.median == 5
    assert found.shifts == (Stretch(0, 5), Stretch(6, 11))
    five = run_chart([1, 2, 1, 2, 1, 8, 9, 8, 9, 8])
    assert five is not None
    assert five.shifts == ()


def test_a_point_on_the_median_neither_adds_to_a_shift_nor_ends_it() -> None:
    found = run_chart([1, 2, 1, 5, 2, 1, 2, 8, 9, 8, 5, 9, 8, 7])
    assert found is not None
    assert found.median == 5
    assert found.shifts == (Stretch(0, 6), Stretch(7, 13))


def test_five_points_that_all_rise_or_all_fall_are_a_trend() -> None:
    found = run_chart([3, 1, 2, 3, 4, 5, 0, 6])
    assert found is not None
    assert found.trends == (Stretch(1, 5),)
    falling = run_chart([5, 4, 3, 2, 1])
    assert falling is not None
    assert falling.trends == (Stretch(0, 4),)
    four = run_chart([1, 2, 3, 4, 0])
    assert four is not None
    assert four.trends == ()


def test_a_point_like_the_last_neither_adds_to_a_trend_nor_ends_it() -> None:
    found = run_chart([1, 2, 2, 3, 4, 5])
    assert found is not None
    assert found.trends == (Stretch(0, 5),)
    short = run_chart([1, 2, 2, 3, 4])
    assert short is not None
    assert short.trends == ()


def test_a_missing_point_ends_a_shift_and_a_trend_and_is_no_zero() -> None:
    found = run_chart([1, 2, 3, None, 4, 5, 6, 7])
    assert found is not None
    assert found.median == 4
    assert found.trends == ()
    assert found.shifts == ()


def test_where_nothing_was_measured_there_is_no_chart() -> None:
    assert run_chart([]) is None
    assert run_chart([None, None]) is None


def test_too_few_and_too_many_runs_are_found() -> None:
    few = run_chart([1.0] * 8 + [9.0] * 8)
    many = run_chart([1.0, 9.0] * 8)
    assert few is not None
    assert many is not None
    assert few.runs == Runs(2, 5, 13)
    assert few.runs.too_few
    assert not few.runs.too_many
    assert many.runs == Runs(16, 5, 13)
    assert many.runs.too_many


def test_nine_points_off_the_median_are_too_few_to_count_runs() -> None:
    found = run_chart([1.0, 9.0] * 4)
    assert found is not None
    assert found.runs is None


@pytest.mark.parametrize(
    ("half", "limits"), [(5, (3, 9)), (7, (4, 12)), (8, (5, 13)), (9, (6, 14)), (12, (8, 18))]
)
def test_expected_runs_of_equal_halves_are_those_of_swed_and_eisenhart_1943(
    half: int, limits: tuple[int, int]
) -> None:
    assert expected_runs(half, half) == limits


@pytest.mark.parametrize(("above", "below"), [(4, 4), (5, 3), (2, 6)])
def test_expected_runs_are_what_trying_every_order_finds(above: int, below: int) -> None:
    orders = set(permutations("a" * above + "b" * below))
    counts = [sum(1 for _ in groupby(order)) for order in orders]
    fewest, most = expected_runs(above, below)
    total = len(orders)
    assert sum(count < fewest for count in counts) / total <= 0.025
    assert sum(count <= fewest for count in counts) / total > 0.025
    assert sum(count > most for count in counts) / total <= 0.025
    assert sum(count >= most for count in counts) / total > 0.025


@given(POINTS)
def test_a_chart_upside_down_finds_the_same(points: list[float | None]) -> None:
    found = run_chart(points)
    other = run_chart([None if point is None else -point for point in points])
    if found is None or other is None:
        assert found is other is None
        return
    assert (found.shifts, found.trends) == (other.shifts, other.trends)
    assert found.runs == other.runs


@given(POINTS)
def test_what_is_found_holds_only_points_that_were_measured(points: list[float | None]) -> None:
    found = run_chart(points)
    for stretch in [*found.shifts, *found.trends] if found else []:
        assert None not in points[stretch.first : stretch.last + 1]
