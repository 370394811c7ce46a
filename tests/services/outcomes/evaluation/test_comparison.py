"""Respondents beside the frame: shares, the gap, and whether it is more than chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.evaluation.comparison import GroupCompared, compare
from shared.figures.errors import FiguresDoNotFit

Groups = dict[str, int]


def of(group: str, compared: tuple[GroupCompared, ...]) -> GroupCompared:
    return next(one for one in compared if one.group == group)


def test_the_gap_is_newcombes_published_difference_scaled_by_the_silent() -> None:
    # Newcombe 1998, method 10: 56/70 less 48/80 is from 0.0524 to 0.3339; 80 of 150 are silent.
    found = of("a", compare({"a": 104, "b": 46}, {"a": 56, "b": 14}, comparisons=1))
    assert (found.frame.rate, found.respondents.rate) == (104 / 150, 0.8)
    assert found.gap == pytest.approx(0.8 - 104 / 150)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.0524 * 80 / 150, abs=5e-5)
    assert found.interval.high == pytest.approx(0.3339 * 80 / 150, abs=5e-5)
    assert found.differs


def test_what_is_marked_alone_need_not_be_among_many_comparisons() -> None:
    frame, respondents = {"a": 104, "b": 46}, {"a": 56, "b": 14}
    assert of("a", compare(frame, respondents, comparisons=1)).differs
    assert not of("a", compare(frame, respondents, comparisons=40)).differs


def test_a_group_in_which_nobody_answered_is_compared_too() -> None:
    found = of("b", compare({"a": 60, "b": 40}, {"a": 50}, comparisons=2))
    assert found.respondents.numerator == 0
    assert found.gap == pytest.approx(-0.4)
    assert found.differs


def test_nobody_differs_where_everybody_answered_or_nobody_did() -> None:
    everybody = compare({"a": 7, "b": 3}, {"a": 7, "b": 3}, comparisons=2)
    nobody = compare({"a": 7, "b": 3}, {}, comparisons=2)
    assert [(one.gap, one.interval, one.differs) for one in everybody] == [(0, None, False)] * 2
    assert [(one.gap, one.interval, one.differs) for one in nobody] == [(None, None, False)] * 2
    assert compare({}, {}, comparisons=1) == ()


@pytest.mark.parametrize("answered", [{"a": 8}, {"c": 1}, {"a": -1}])
def test_more_than_there_are_do_not_answer(answered: Groups) -> None:
    with pytest.raises(FiguresDoNotFit):
        compare({"a": 7, "b": 3}, answered, comparisons=2)
    with pytest.raises(FiguresDoNotFit):
        compare({"a": 7}, {"a": 1}, comparisons=0)


_PART_OF_A_GROUP = st.integers(0, 60).flatmap(
    lambda people: st.tuples(st.just(people), st.integers(0, people))
)


@given(st.lists(_PART_OF_A_GROUP, min_size=1, max_size=6))
def test_gaps_add_up_to_nothing_and_lie_in_their_intervals(groups: list[tuple[int, int]]) -> None:
    frame = {str(place): people for place, (people, _) in enumerate(groups)}
    respondents = {str(place): said for place, (_, said) in enumerate(groups)}
    compared = compare(frame, respondents, comparisons=len(groups))
    gaps = [one.gap for one in compared if one.gap is not None]
    assert sum(gaps) == pytest.approx(0, abs=1e-9)
    for one in compared:
        if one.interval is not None and one.gap is not None:
            assert one.interval.low - 1e-9 <= one.gap <= one.interval.high + 1e-9
