"""Intervals and bounds: against published figures, and against every way in which it might be."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.shares import bounds, bounds_of_share, interval

COUNTS = st.integers(0, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_that_newcombe_published(
    count: int, of: int, low: float, high: float
) -> None:
    """The score intervals of table I of Newcombe (1998), "Two-sided confidence intervals"."""
    found = interval(count, of)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@given(COUNTS)
def test_an_interval_holds_its_share_and_stays_between_none_and_all(pair: tuple[int, int]) -> None:
    count, of = pair
    found = interval(count, of)
    if of == 0:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found.low <= count / of <= found.high <= 1


@pytest.mark.parametrize(
    ("share", "response", "low", "high"),
    [(0.58, 0.63, 0.365, 0.735), (0.80, 0.63, 0.504, 0.874), (0.5, 1.0, 0.5, 0.5), (0, 0, 0, 1)],
)
def test_bounds_of_published_shares(share: float, response: float, low: float, high: float) -> None:
    found = bounds_of_share(share, response)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0005)


@given(COUNTS, st.integers(0, 6))
def test_whatever_the_missing_would_have_said_the_share_is_within_the_bounds(
    pair: tuple[int, int], missing: int
) -> None:
    count, of = pair
    found = bounds(count, of, missing)
    if of + missing == 0:
        assert found is None
        return
    assert found is not None
    shares = {(count + sum(said)) / (of + missing) for said in product((0, 1), repeat=missing)}
    assert (min(shares), max(shares)) == pytest.approx((found.low, found.high))


@pytest.mark.parametrize(("count", "of", "missing"), [(-1, 3, 0), (4, 3, 0), (1, 3, -1)])
def test_what_can_not_be_is_refused(count: int, of: int, missing: int) -> None:
    with pytest.raises(ValueError, match=r"no less|less than none"):
        bounds(count, of, missing)
