"""What may be concluded from figures of an evaluation and what may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.evaluation.reading import Figures, Reading, read
from shared.figures.errors import FiguresDoNotFit
from shared.reference.evaluation import HowChosen


def figures(**known: Any) -> Figures:
    told: dict[str, Any] = {
        "response": 0.9,
        "share": 0.8,
        "too_soon": 0.0,
        "answered": 200,
        "adults": 150,
        "chosen": HowChosen.ALL_INVITED,
        "differing": (),
    }
    return Figures(**(told | known))


def published(**known: Any) -> Reading:
    """Read figures of which no more was published than the shares."""
    return read(figures(answered=None, adults=None, chosen=None, differing=None, **known))


HALF_UNKNOWN = "Whether more or fewer than half of all who were asked would say so."


def test_the_leads_of_2015_settle_nothing_about_half_of_all_leads() -> None:
    found = published(response=0.63, share=0.58)
    assert found.may == (
        "63% of those asked answered.",
        "58% of those who answered said so.",
        (
            "Between 36.5% and 73.5% of all who were asked would say so, whatever would come from"
            " the 37% who did not answer."
        ),
    )
    assert found.may_not == (
        HALF_UNKNOWN,
        "How many of all who were asked would say so: the bounds are 37 points apart.",
        "How far chance may carry the share: how many people answered is not given.",
        "That those who answered are like those who did not: nobody compared them.",
        "Anything about people who were not asked: how people were chosen is not given.",
        "What brought it about: nothing here says what would have happened otherwise.",
    )


def test_the_staff_of_2015_were_picked_by_others_and_most_were_silent() -> None:
    found = read(
        figures(response=0.44, share=0.8, answered=None, adults=None, chosen=HowChosen.NOMINATED)
    )
    assert "Between 35.2% and 91.2%" in found.page
    assert HALF_UNKNOWN in found.may_not
    assert any("fewer than 60% of those asked answered" in one for one in found.may_not)
    assert any("somebody picked those who were" in one for one in found.may_not)


def test_too_soon_to_say_is_as_open_as_silence() -> None:
    found = published(response=0.63, share=0.3, too_soon=0.58)
    assert "58% of those who answered said it is too soon to say." in found.may
    assert (
        "Between 18.9% and 92.4% of all who were asked would say so, whatever would come from the"
        " 37% who did not answer and those for whom it is too soon."
    ) in found.may


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.8, "More than half of all who were asked would say so."),
        (0.1, "Fewer than half of all who were asked would say so."),
    ],
)
def test_half_is_settled_where_both_bounds_are_on_one_side(share: float, said: str) -> None:
    found = read(figures(share=share))
    assert said in found.may
    assert HALF_UNKNOWN not in found.may_not


def test_exactly_half_is_neither_more_nor_fewer() -> None:
    found = read(figures(response=0.5, share=1.0))
    assert HALF_UNKNOWN in found.may_not
    assert not any("half" in one for one in found.may)


def test_full_response_leaves_no_bounds_and_nobody_to_compare() -> None:
    found = read(figures(response=1.0, share=0.58))
    assert found.may == (
        "100% of those asked answered.",
        "58% of those who answered said so.",
        "More than half of all who were asked would say so.",
    )
    assert not any("like those who did not" in one for one in found.may_not)


def test_nothing_is_said_where_nobody_answered() -> None:
    found = read(figures(response=0.0, share=0.0, answered=0, adults=0))
    assert found == Reading((), ("Nothing can be said: nobody answered.",))
    assert "Nothing.\n" in found.page.replace("- ", "")


@pytest.mark.parametrize(("answered", "is_few"), [(29, True), (30, False)])
def test_few_answers_are_said_to_be_few_without_saying_how_few(
    answered: int, *, is_few: bool
) -> None:
    found = read(figures(answered=answered, adults=answered)).page
    assert ("fewer than 30 people answered" in found) is is_few
    assert ("fewer than 30 adults answered for themselves" in found) is is_few
    assert "29" not in found


def test_proxies_do_not_make_up_for_adults() -> None:
    found = read(figures(answered=382, adults=12)).page
    assert "fewer than 30 adults answered for themselves" in found
    assert "fewer than 30 people" not in found


@pytest.mark.parametrize("chosen", HowChosen)
def test_an_interval_is_of_those_whom_chance_or_nobody_chose(chosen: HowChosen) -> None:
    found = read(figures(chosen=chosen)).page
    has_interval = "95% interval" in found
    assert has_interval is (chosen in {HowChosen.ALL_INVITED, HowChosen.RANDOM})
    assert "Anything about" in found


def test_what_respondents_differ_in_is_named() -> None:
    found = read(figures(differing=("age band", "gender"))).page
    assert "they differ by more than chance in age band, gender" in found
    assert "what they think is in none of it" in read(figures(differing=())).page


@pytest.mark.parametrize(
    "wrong",
    [
        {"response": 1.2},
        {"share": 0.6, "too_soon": 0.6},
        {"answered": 0},
        {"answered": 10, "adults": 11},
        {"answered": None, "adults": 3},
        {"response": 0.0, "share": 0.0},
    ],
)
def test_figures_that_contradict_themselves_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(FiguresDoNotFit):
        figures(**wrong)


_PROPORTIONS = st.floats(0, 1)


@given(_PROPORTIONS, _PROPORTIONS, _PROPORTIONS, st.sampled_from([None, *HowChosen]))
def test_nothing_is_called_significant_and_half_is_not_both_told_and_open(
    response: float, share: float, rest: float, chosen: HowChosen | None
) -> None:
    told = {"answered": None, "adults": None, "chosen": chosen, "differing": None}
    found = read(figures(response=response, share=share, too_soon=(1 - share) * rest, **told))
    assert "significan" not in found.page.lower()
    assert found.may_not
    assert sum("half" in one for one in (*found.may, *found.may_not)) <= 1
