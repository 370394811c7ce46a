"""Intervals are those of the published examples; the missing move the bounds and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval, Rate, difference, wilson, wilson_of_counts


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    denominator = draw(st.integers(0, 500))
    return Rate(draw(st.integers(0, denominator)), denominator, draw(st.integers(0, 500)))


def rounded(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, 4), round(interval.high, 4)


@pytest.mark.parametrize(
    ("numerator", "denominator", "published"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (29, 29, (0.8830, 1.0)),
    ],
)
def test_wilsons_interval_is_the_one_in_newcombe_1998(
    numerator: int, denominator: int, published: tuple[float, float]
) -> None:
    assert rounded(wilson_of_counts(numerator, denominator)) == published


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_the_interval_of_a_difference_is_the_one_in_newcombe_1998(
    first: tuple[int, int], second: tuple[int, int], published: tuple[float, float]
) -> None:
    assert rounded(difference(Rate(*first, 0), Rate(*second, 0))) == published


def test_nobody_is_unknown_and_never_zero() -> None:
    assert wilson(0.0, 0) is None
    assert wilson_of_counts(0, 0) is None
    assert difference(Rate(0, 0, 0), Rate(1, 2, 0)) is None
    nobody = Rate(0, 0, 0)
    assert (nobody.rate, nobody.interval) == (None, None)
    assert (nobody.worst_case, nobody.best_case) == (None, None)


def test_where_nobody_answered_the_bounds_are_nothing_and_everything() -> None:
    silent = Rate(0, 0, 7)
    assert silent.rate is None
    assert (silent.worst_case, silent.best_case) == (0, 1)


@given(rates(), st.integers(0, 500))
def test_an_unanswered_case_never_moves_the_rate(rate: Rate, more: int) -> None:
    with_more = Rate(rate.numerator, rate.denominator, rate.missing + more)
    assert (with_more.rate, with_more.interval) == (rate.rate, rate.interval)


@given(rates(), st.data())
def test_the_bounds_hold_whatever_the_missing_would_have_said(
    rate: Rate, data: st.DataObject
) -> None:
    everybody = rate.denominator + rate.missing
    would_count = data.draw(st.integers(0, rate.missing))
    if not everybody:
        return
    truth = (rate.numerator + would_count) / everybody
    assert rate.worst_case is not None
    assert rate.best_case is not None
    assert rate.worst_case <= truth <= rate.best_case


@given(rates())
def test_a_rate_lies_in_its_interval_and_that_between_0_and_1(rate: Rate) -> None:
    interval = rate.interval
    if interval is None:
        return
    assert 0 <= interval.low <= interval.high <= 1
    assert rate.rate is not None
    assert rate.rate in interval


@given(st.floats(0, 1), st.floats(0.5, 1e6), st.floats(1, 10))
def test_a_larger_effective_size_is_never_less_sure(p: float, size: float, times: float) -> None:
    smaller, larger = wilson(p, size), wilson(p, size * times)
    assert smaller is not None
    assert larger is not None
    assert larger.width <= smaller.width + 1e-12


@given(rates(), rates())
def test_a_difference_turned_round_is_the_same_with_its_sign_changed(a: Rate, b: Rate) -> None:
    there, back = difference(a, b), difference(b, a)
    if there is None or back is None:
        assert there is back is None
        return
    assert there.low == pytest.approx(-back.high)
    assert -1 - 1e-9 <= there.low <= there.high <= 1 + 1e-9


@pytest.mark.parametrize("counts", [(3, 2, 0), (-1, 2, 0), (1, 2, -1)])
def test_counts_that_do_not_fit_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(FiguresDoNotFit):
        Rate(*counts)


@pytest.mark.parametrize(
    ("proportion", "size"), [(1.1, 5), (-0.1, 5), (0.5, -1), (float("nan"), 5), (0.5, float("nan"))]
)
def test_what_is_no_proportion_is_refused(proportion: float, size: float) -> None:
    with pytest.raises(FiguresDoNotFit):
        wilson(proportion, size)
    with pytest.raises(FiguresDoNotFit):
        wilson_of_counts(6, 5)
