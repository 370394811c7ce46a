"""Limits hold what chance brings about, and a small unit is not drawn."""

from math import comb, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.figures.errors import FiguresDoNotFit
from shared.figures.funnel import ALARM, WARNING, Unit, dispersion, funnel, limits
from shared.figures.intervals import Z_95


def cumulative(count: int, size: int, target: float) -> float:
    return sum(comb(size, k) * target**k * (1 - target) ** (size - k) for k in range(count + 1))


@given(st.floats(0.02, 0.98), st.integers(5, 200), st.sampled_from([WARNING, ALARM]))
def test_limits_are_exact_and_lie_between_two_counts(
    target: float, size: int, coverage: float
) -> None:
    found = limits(target, size, coverage)
    tail = (1 - coverage) / 2
    for limit, below in ((found.low, tail), (found.high, 1 - tail)):
        count = limit * size
        if 0 < count < size and abs(count - round(count)) > 1e-6:
            assert cumulative(int(count), size, target) <= below + 1e-9
            assert cumulative(int(count) + 1, size, target) >= below - 1e-9


@pytest.mark.parametrize("coverage", [WARNING, ALARM])
@given(size=st.integers(5, 500), target=st.floats(0, 1))
def test_limits_lie_around_the_target_and_between_0_and_1(
    coverage: float, size: int, target: float
) -> None:
    found = limits(target, size, coverage)
    assert 0 <= found.low <= target <= found.high <= 1


def test_limits_of_a_large_unit_are_those_of_the_normal_approximation() -> None:
    found = limits(0.3, 20_000, WARNING, 1.7)
    half = Z_95 * sqrt(1.7 * 0.3 * 0.7 / 20_000)
    assert (found.low, found.high) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-4)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.integers(5, 300), st.floats(1, 20))
def test_dispersion_widens_limits_and_the_alarm_lies_beyond_the_warning(
    target: float, size: int, phi: float
) -> None:
    plain, wide = limits(target, size, WARNING), limits(target, size, WARNING, phi)
    alarm = limits(target, size, ALARM, phi)
    assert alarm.low <= wide.low <= plain.low <= plain.high <= wide.high <= alarm.high


def test_a_unit_below_five_is_in_the_whole_and_is_not_plotted() -> None:
    found = funnel([Unit("a", 4, 4), Unit("b", 30, 60), Unit("c", 0, 0)])
    assert found is not None
    assert found.target == pytest.approx(34 / 64)
    assert found.points["a"] is found.points["c"] is None
    assert found.points["b"] is not None
    assert found.points["b"].proportion == 0.5


def test_of_nobody_there_is_no_funnel() -> None:
    assert funnel([]) is None
    assert funnel([Unit("a", 0, 0)]) is None


def test_units_alike_are_not_over_dispersed() -> None:
    assert dispersion([Unit(str(n), 30, 60) for n in range(12)], 0.5) == 1
    assert dispersion([], 0.5) == 1


def test_one_unit_far_out_does_not_widen_the_limits_that_find_it() -> None:
    found = funnel([Unit(str(n), 50 + n % 3, 100) for n in range(30)] + [Unit("far", 95, 100)])
    assert found is not None
    assert found.dispersion == 1
    far = found.points["far"]
    assert far is not None
    assert far.proportion not in far.alarm


def test_units_that_all_differ_widen_the_limits() -> None:
    found = funnel([Unit(str(n), 20 + 3 * n, 100) for n in range(20)])
    assert found is not None
    assert found.dispersion > 5
    plain = limits(found.target, 100, WARNING)
    point = found.points["0"]
    assert point is not None
    assert point.warning.high - found.target == pytest.approx(
        sqrt(found.dispersion) * (plain.high - found.target)
    )


def test_the_tenth_at_each_end_is_drawn_in() -> None:
    # Of ten z-scores 1..10, the first becomes 2 and the last 9 before they are squared.
    units = [Unit(str(z), 5000 + 50 * z, 10_000) for z in range(1, 11)]
    squares = [4, *(z * z for z in range(2, 10)), 81]
    assert dispersion(units, 0.5) == pytest.approx(sum(squares) / 10)


def test_where_all_or_none_count_nobody_can_lie_outside() -> None:
    found = funnel([Unit("a", 10, 10), Unit("b", 70, 70)])
    assert found is not None
    assert found.points["a"] is not None
    assert found.points["a"].proportion in found.points["a"].warning


@pytest.mark.parametrize(("size", "phi"), [(0, 1.0), (5, 0.5)])
def test_limits_without_a_size_or_narrower_than_chance_are_refused(size: int, phi: float) -> None:
    with pytest.raises(FiguresDoNotFit):
        limits(0.5, size, WARNING, phi)
    with pytest.raises(FiguresDoNotFit):
        Unit("a", 3, 2)
