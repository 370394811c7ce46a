"""Agreement beyond chance is that of the published examples, and undefined where it must be."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.agreement import Kappa, PairedTable, kappa, paired_table
from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval

ACHIEVED = ("not", "partially", "fully")
PAIRS = st.lists(st.tuples(st.sampled_from(ACHIEVED), st.sampled_from(ACHIEVED)), max_size=60)


def of(*counts: tuple[int, ...]) -> Kappa | None:
    return kappa(PairedTable(tuple(map(str, range(len(counts)))), counts, 0))


def test_kappa_of_married_couples_is_the_one_in_agresti_1990() -> None:
    # Hout, Duncan & Sobel 1987, as given by Agresti; 0.129 with a standard error of 0.069.
    found = of((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
    assert found is not None
    assert (round(found.value, 4), round(found.standard_error, 4)) == (0.1293, 0.0686)


def test_kappa_of_two_ratings_is_the_one_that_statpsych_documents() -> None:
    # The example of ci.kappa in the R package statpsych, after Fleiss & Paik 2003.
    found = of((31, 12), (4, 58))
    assert found is not None
    assert found.value == pytest.approx(0.6756757, abs=5e-8)
    assert found.standard_error == pytest.approx(0.07344761, abs=5e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.5317210, 0.8196303))


def test_kappa_of_a_textbook_table_is_two_fifths() -> None:
    found = of((20, 5), (10, 15))
    assert found is not None
    assert found.value == pytest.approx(0.4)


def test_without_pairs_there_is_no_agreement_and_no_disagreement() -> None:
    table = paired_table(ACHIEVED, [])
    assert table.observed_agreement is None
    assert kappa(table) is None


def test_where_chance_alone_always_agrees_kappa_is_undefined() -> None:
    table = paired_table(ACHIEVED, [("fully", "fully")] * 9)
    assert table.observed_agreement == 1
    assert kappa(table) is None


def test_full_agreement_on_several_categories_is_one() -> None:
    assert of((3, 0), (0, 4)) == Kappa(1, 0, Interval(1, 1))


def test_a_judge_who_said_nothing_is_in_no_count() -> None:
    table = paired_table(ACHIEVED, [("fully", None), (None, "not"), (None, None), ("not", "not")])
    assert (table.pairs, table.unpaired, table.observed_agreement) == (1, 3, 1)


def test_who_judges_higher_is_counted_apart() -> None:
    pairs = [("fully", "not"), ("fully", "partially"), ("not", "partially"), ("not", "not")]
    table = paired_table(ACHIEVED, pairs)
    assert (table.first_higher, table.second_higher) == (2, 1)
    assert table.counts == ((1, 1, 0), (0, 0, 0), (1, 1, 0))


def test_an_answer_that_is_no_category_is_refused() -> None:
    with pytest.raises(FiguresDoNotFit):
        paired_table(ACHIEVED, [("fully", "somewhat")])


@given(PAIRS)
def test_kappa_is_the_same_whoever_comes_first(pairs: list[tuple[str, str]]) -> None:
    there = kappa(paired_table(ACHIEVED, pairs))
    back = kappa(paired_table(ACHIEVED, [(second, first) for first, second in pairs]))
    if there is None or back is None:
        assert there is back is None
        return
    assert there.value == pytest.approx(back.value, abs=1e-12)
    assert there.standard_error == pytest.approx(back.standard_error, abs=1e-7)
    assert -1 <= there.interval.low <= there.interval.high <= 1


@given(PAIRS.filter(bool), st.integers(2, 9))
def test_more_of_the_same_pairs_is_the_same_kappa_more_surely(
    pairs: list[tuple[str, str]], times: int
) -> None:
    once, often = (kappa(paired_table(ACHIEVED, pairs * n)) for n in (1, times))
    if once is None or often is None:
        assert once is often is None
        return
    assert often.value == pytest.approx(once.value, abs=1e-12)
    assert often.standard_error * sqrt(times) == pytest.approx(once.standard_error, abs=1e-7)
