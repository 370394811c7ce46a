"""Kappa: against a known table, and against its standard error worked out in another way."""

from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.figures.agreement import kappa

CODES = ("fully", "partially", "not")
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), st.integers(0, 40)
)
Table = dict[tuple[str, str], int]


def kappa_of(shares: dict[tuple[str, str], float]) -> float:
    """Cohen's kappa of shares that add up to about 1, from its definition."""
    chance = sum(
        sum(v for (a, _), v in shares.items() if a == code)
        * sum(v for (_, b), v in shares.items() if b == code)
        for code in CODES
    )
    agreed = sum(shares.get((code, code), 0.0) for code in CODES)
    return (agreed - chance) / (1 - chance)


def error_of(table: Table) -> float:
    """The standard error by the delta method, its derivatives taken numerically."""
    n, step = sum(table.values()), 1e-6
    shares = {pair: count / n for pair, count in table.items()}
    slopes = {
        pair: (kappa_of({**shares, pair: share + step}) - kappa_of({**shares, pair: share - step}))
        / (2 * step)
        for pair, share in shares.items()
    }
    mean = sum(shares[pair] * slope for pair, slope in slopes.items())
    return sqrt(sum(shares[pair] * (slope - mean) ** 2 for pair, slope in slopes.items()) / n)


def test_a_table_that_is_known() -> None:
    """Two readers of fifty proposals: 20 and 15 agreed, kappa 0.4, standard error 0.127."""
    found = kappa({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})
    assert found is not None
    assert found.interval is not None
    assert found.value == pytest.approx(0.4)
    assert (found.interval.high - found.value) / 1.96 == pytest.approx(0.127, abs=0.0005)


@given(TABLES)
def test_kappa_and_its_interval_follow_from_the_definition(table: Table) -> None:
    found = kappa(table)
    judged = {code for pair, count in table.items() if count for code in pair}
    if len(judged) < 2:
        assert found is None
        return
    assert found is not None
    shares = {pair: count / sum(table.values()) for pair, count in table.items()}
    assert found.value == pytest.approx(kappa_of(shares))
    if sum(table.values()) < 2 * len({code for pair in table for code in pair}) ** 2:
        assert found.interval is None
        return
    assert found.interval is not None
    assume(found.interval.low > -1 and found.interval.high < 1)
    half = (found.interval.high - found.interval.low) / 2
    assert half == pytest.approx(1.959964 * error_of(table), rel=1e-3, abs=1e-4)


@given(st.dictionaries(st.sampled_from(CODES), st.integers(9, 40), min_size=2))
def test_who_always_agrees_has_a_kappa_of_one(counts: dict[str, int]) -> None:
    found = kappa({(code, code): count for code, count in counts.items()})
    assert found is not None
    assert found.interval is not None
    assert found.value == pytest.approx(1)
    assert (found.interval.low, found.interval.high) == pytest.approx((1, 1))
