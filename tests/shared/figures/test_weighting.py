"""Weights make those who answered stand for the frame, and say where they can't."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.figures.errors import DidNotConverge, EmptyCells, FiguresDoNotFit
from shared.figures.weighting import cell_weights, effective_size, rake

AGES = ("18-64", "65-84", "85+")
GENDERS = ("female", "male")
Person = dict[str, str]


def person(age: str, gender: str) -> Person:
    return {"age": age, "gender": gender}


def margins_of(people: list[Person]) -> dict[str, dict[str, float]]:
    return {
        "age": {age: float(sum(p["age"] == age for p in people)) for age in AGES},
        "gender": {g: float(sum(p["gender"] == g for p in people)) for g in GENDERS},
    }


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(1, 50), st.integers(0, 500))))
def test_cell_weights_add_up_to_the_frame(cells: dict[str, tuple[int, int]]) -> None:
    frame = {cell: answered + silent for cell, (answered, silent) in cells.items()}
    respondents = {cell: answered for cell, (answered, _) in cells.items()}
    weights = cell_weights(frame, respondents)
    assert all(weight >= 1 for weight in weights.values())
    for cell, people in frame.items():
        assert weights[cell] * respondents[cell] == pytest.approx(people)


def test_every_cell_in_which_nobody_answered_is_named() -> None:
    frame = {("85+", "male"): 4, ("85+", "female"): 9, ("65-84", "male"): 2, ("18-64", "male"): 0}
    with pytest.raises(EmptyCells) as refused:
        cell_weights(frame, {("85+", "male"): 1, ("65-84", "male"): 0})
    assert refused.value.cells == ["('85+', 'female')", "('65-84', 'male')"]


@pytest.mark.parametrize("respondents", [{"a": 3}, {"b": 1}, {"a": -1}])
def test_more_respondents_than_people_are_refused(respondents: dict[str, int]) -> None:
    with pytest.raises(FiguresDoNotFit):
        cell_weights({"a": 2}, respondents)


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=6, max_size=6),
    st.lists(st.integers(1, 90), min_size=6, max_size=6),
)
def test_raking_reproduces_every_margin(answered: list[int], silent: list[int]) -> None:
    kinds = [person(age, gender) for age in AGES for gender in GENDERS]
    respondents = [kind for kind, n in zip(kinds, answered, strict=True) for _ in range(n)]
    frame = [k for k, n, m in zip(kinds, answered, silent, strict=True) for _ in range(n + m)]
    margins = margins_of(frame)
    weights = rake(respondents, margins)
    for name, groups in margins.items():
        reached: Counter[str] = Counter()
        for each, weight in zip(respondents, weights, strict=True):
            reached[each[name]] += weight  # type: ignore[assignment] # weights are no counts
        assert dict(reached) == pytest.approx({g: n for g, n in groups.items() if n})


def test_raking_reaches_the_published_table_of_its_odds() -> None:
    # A survey of 7, 9, 12, 7 to a census of rows 5, 15 and columns 10, 10: raking keeps the odds
    # ratio 7*7 / (9*12), which with these margins leaves one table.
    counts = {("a", "x"): 7, ("a", "y"): 9, ("b", "x"): 12, ("b", "y"): 7}
    people = [{"row": r, "column": c} for (r, c), n in counts.items() for _ in range(n)]
    weights = rake(people, {"row": {"a": 5, "b": 15}, "column": {"x": 10, "y": 10}})
    table: dict[tuple[str, str], float] = dict.fromkeys(counts, 0.0)
    for each, weight in zip(people, weights, strict=True):
        table[each["row"], each["column"]] += weight
    odds = table["a", "x"] * table["b", "y"] / (table["a", "y"] * table["b", "x"])
    assert odds == pytest.approx(49 / 108)
    assert table["a", "x"] + table["a", "y"] == pytest.approx(5)
    assert table["a", "x"] + table["b", "x"] == pytest.approx(10)


def test_a_group_in_which_nobody_answered_is_named() -> None:
    people = [person("85+", "female"), person("18-64", "female")]
    margins = {"age": {"18-64": 5.0, "85+": 5.0}, "gender": {"female": 6.0, "male": 4.0}}
    with pytest.raises(EmptyCells) as refused:
        rake(people, margins)
    assert refused.value.cells == ["gender male"]


def test_answers_in_too_few_cells_reach_no_margins_and_say_so() -> None:
    # Every man is young and every woman old, while the frame has as many men as old people twice.
    people = [person("18-64", "male"), person("85+", "female")]
    margins = {"age": {"18-64": 5.0, "85+": 5.0}, "gender": {"male": 7.0, "female": 3.0}}
    with pytest.raises(DidNotConverge):
        rake(people, margins)


def test_answers_that_fit_only_with_weights_of_zero_say_so() -> None:
    people = [person("18-64", "male"), person("18-64", "female"), person("85+", "female")]
    margins = {"age": {"18-64": 5.0, "85+": 5.0}, "gender": {"male": 7.0, "female": 3.0}}
    with pytest.raises(DidNotConverge):
        rake(people, margins, most_rounds=5000)


@pytest.mark.parametrize(
    "margins",
    [
        {},
        {"age": {"85+": 5.0}, "gender": {"male": 4.0}},
        {"age": {"18-64": 5.0}, "gender": {"male": 5.0}},
        {"age": {"85+": -5.0}, "gender": {"male": -5.0}},
        {"age": {"85+": 5.0}, "health": {"good": 5.0}},
    ],
    ids=["none", "different-totals", "unknown-group", "negative", "unknown-characteristic"],
)
def test_margins_that_do_not_fit_are_refused(margins: dict[str, dict[str, float]]) -> None:
    with pytest.raises(FiguresDoNotFit):
        rake([person("85+", "male")], margins)


def test_equal_weights_lose_nothing_and_unequal_ones_do() -> None:
    assert effective_size([3.0] * 40) == pytest.approx(40)
    assert effective_size([1, 1, 1, 5]) == pytest.approx(64 / 28)
    assert effective_size([]) is None
    assert effective_size([0.0]) is None


@given(st.lists(st.floats(0, 1e9), min_size=1).filter(any))
def test_the_effective_size_is_never_above_the_number_of_answers(weights: list[float]) -> None:
    size = effective_size(weights)
    assert size is not None
    assert 1 - 1e-9 <= size <= len(weights) + 1e-9


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(FiguresDoNotFit):
        effective_size([1, -1])
