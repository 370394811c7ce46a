"""Bounds assume nothing of who did not answer, so they hold for all that those could have said."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.bounds import bounds, bounds_of_counts, undetermined_bounds
from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval


def test_the_evaluation_of_2015_bounds_those_for_whom_it_was_too_soon() -> None:
    found = bounds(0.63, 0.58)
    assert (round(found.low, 3), round(found.high, 3)) == (0.365, 0.735)


def test_the_evaluation_of_2015_bounds_those_who_were_positive() -> None:
    found = bounds(0.63, 0.80)
    assert (round(found.low, 3), round(found.high, 3)) == (0.504, 0.874)


def test_who_says_that_it_is_too_soon_may_come_to_say_either() -> None:
    assert undetermined_bounds(1, 0.3, 0.58).high == pytest.approx(0.88)
    assert undetermined_bounds(1, 0.3, 0.58).low == pytest.approx(0.3)
    # Of those who are silent too: all but the answered "no" may come to say it.
    assert undetermined_bounds(0.63, 0.3, 0.58).high == pytest.approx(1 - 0.63 * 0.12)


def test_where_everybody_answered_nothing_is_left_open() -> None:
    assert bounds(1, 0.58) == Interval(0.58, 0.58)


def test_where_nobody_answered_everything_is() -> None:
    assert bounds(0, 0.58) == Interval(0, 1)
    assert bounds_of_counts(0, answered=0, asked=9) == Interval(0, 1)


def test_of_nobody_nothing_is_said() -> None:
    assert bounds_of_counts(0, answered=0, asked=0) is None


def test_the_bounds_contain_every_completion_and_are_reached() -> None:
    for asked, silent in product(range(1, 7), range(7)):
        if silent > asked:
            continue
        answered = asked - silent
        for said, undecided in product(range(answered + 1), repeat=2):
            if said + undecided > answered:
                continue
            found = bounds_of_counts(said, answered=answered, asked=asked, undetermined=undecided)
            truths = {
                (said + more) / asked
                for more in {sum(each) for each in product((0, 1), repeat=silent + undecided)}
            }
            assert found == Interval(min(truths), max(truths))


@given(st.integers(1, 10**6), st.data())
def test_counts_and_proportions_say_the_same(asked: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(1, asked))
    said = data.draw(st.integers(0, answered))
    counted = bounds_of_counts(said, answered=answered, asked=asked)
    shared = bounds(answered / asked, said / answered)
    assert counted is not None
    assert (counted.low, counted.high) == pytest.approx((shared.low, shared.high), abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_bounds_are_as_wide_as_the_silence(response: float, share: float) -> None:
    found = bounds(response, share)
    assert 0 <= found.low <= found.high <= 1
    assert found.width == pytest.approx(1 - response, abs=1e-12)


@pytest.mark.parametrize("figures", [(1.1, 0.5, 0), (0.5, -0.1, 0), (0.5, 0.6, 0.5)])
def test_what_are_no_proportions_are_refused(figures: tuple[float, float, float]) -> None:
    with pytest.raises(FiguresDoNotFit):
        undetermined_bounds(*figures)


@pytest.mark.parametrize(
    ("said", "answered", "asked", "undetermined"),
    [(3, 2, 5, 0), (1, 6, 5, 0), (-1, 2, 5, 0), (1, 2, 5, 2), (1, 2, 5, -1)],
)
def test_counts_that_do_not_fit_are_refused(
    said: int, answered: int, asked: int, undetermined: int
) -> None:
    with pytest.raises(FiguresDoNotFit):
        bounds_of_counts(said, answered=answered, asked=asked, undetermined=undetermined)
