"""Each prompt is shown when its case needs it, and not a step before or after."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.prompts.conditions import CONDITIONS, codes_for
from services.outcomes.prompts.facts import Advocacy, Assessed, CaseFacts, Limit, Talk, Wish
from services.outcomes.prompts.texts import prompt_texts
from shared.reference.conversations import NoneExpressedReason, Recorded
from shared.reference.msp import (
    Achieved,
    Asked,
    AskedOf,
    JudgedBy,
    LimitationReason,
    NotAskedReason,
    OutcomeCategory,
)
from shared.reference.sac import AbuseType
from shared.reference.support_topics import SupportTopic

TODAY = date(2026, 11, 25)
LEAD, PARTY = UUID(int=1), UUID(int=2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def talk(**changes: Any) -> Talk:
    asked = Talk(ago(1), Asked.ASKED_AND_EXPRESSED, AskedOf.ADULT, seen_alone=Recorded.YES)
    return replace(asked, **changes)


def not_asked(reason: NotAskedReason) -> Talk:
    return Talk(ago(1), Asked.NOT_ASKED, not_asked_reason=reason)


def limit(*reasons: LimitationReason, **changes: Any) -> Limit:
    return replace(Limit(frozenset(reasons), adult_was_told=True, review_on=ago(-30)), **changes)


def wish(**changes: Any) -> Wish:
    return replace(Wish(PARTY, OutcomeCategory.FEEL_SAFER), **changes)


def limited(*reasons: LimitationReason, **changes: Any) -> tuple[Wish, ...]:
    return (wish(limits=(limit(*reasons, **changes),)),)


def judged(**verdicts: str) -> Wish:
    return wish(verdicts=tuple((JudgedBy(by), Achieved(how)) for by, how in verdicts.items()))


QUIET = CaseFacts(
    today=TODAY,
    raised_on=ago(3),
    lead_agency_id=LEAD,
    is_decided=True,
    opened_on=ago(2),
    parties=1,
    talks=(talk(),),
    wishes=(wish(),),
    has_weighing=True,
    advocacy=Advocacy(duty_arises=False),
)
"""A case in which everything that is needed so far has been done."""

R, N, A = LimitationReason, NotAskedReason, AbuseType

SHOWN: list[tuple[str, dict[str, Any]]] = [
    ("ask_what_the_adult_wants", {"talks": ()}),
    ("ask_what_the_adult_wants", {"talks": (not_asked(N.UNSAFE_TO_ASK),)}),
    ("try_again_to_ask", {"talks": (not_asked(N.TOO_UNWELL),)}),
    ("get_communication_support", {"talks": (not_asked(N.COMMUNICATION_SUPPORT_NOT_READY),)}),
    ("find_someone_to_speak_for_the_adult", {"talks": (not_asked(N.REPRESENTATIVE_NOT_FOUND),)}),
    ("ask_the_adult_themself", {"talks": (talk(asked_of=AskedOf.REPRESENTATIVE),)}),
    ("ask_again_over_time", {"opened_on": ago(40), "talks": (talk(held_on=ago(29)),)}),
    ("find_out_whether_anyone_asked", {"talks": (Talk(ago(1), Asked.DONT_KNOW),)}),
    ("find_out_whether_anyone_asked", {"talks": (Talk(ago(1), Asked.NOT_RECORDED),)}),
    ("bring_in_other_agencies", {"parties": 0, "opened_on": ago(5)}),
    ("share_who_sees_to_wishes", {"wishes": (wish(owner_agency_id=LEAD),)}),
    ("write_down_what_they_said", {"wishes": ()}),
    ("say_why_nothing_was_wanted", {"talks": (talk(asked=Asked.ASKED_NONE_EXPRESSED),)}),
    ("look_for_a_closer_category", {"wishes": (wish(category=OutcomeCategory.OTHER),)}),
    ("ask_how_far_it_came_about", {"wishes": (judged(worker="fully"),)}),
    ("talk_about_different_verdicts", {"wishes": (judged(worker="fully", adult="not"),)}),
    ("fill_the_gaps_of_the_conclusion", {"concluded_on": ago(1), "conclusion_gaps": 1}),
    ("measure_before_concluding", {"opened_on": ago(29)}),
    ("act_on_immediate_danger", {"is_immediate_danger": True, "talks": ()}),
    ("review_the_limitation", {"wishes": limited(R.CRIME, review_on=TODAY)}),
    ("look_at_the_pattern", {"came_up_with_others": True}),
    ("protect_the_others", {"wishes": limited(R.OTHERS_AT_RISK)}),
    ("use_the_position_of_trust_process", {"wishes": limited(R.POSITION_OF_TRUST)}),
    ("report_the_crime", {"wishes": limited(R.CRIME)}),
    ("plan_self_neglect_together", {"abuse_types": frozenset({A.SELF_NEGLECT})}),
    ("assess_domestic_abuse", {"abuse_types": frozenset({A.DOMESTIC_ABUSE})}),
    ("consider_modern_slavery_referral", {"abuse_types": frozenset({A.MODERN_SLAVERY})}),
    ("look_at_the_organisation", {"abuse_types": frozenset({A.ORGANISATIONAL})}),
    ("find_a_safe_way_to_ask", {"talks": (not_asked(N.UNSAFE_TO_ASK),)}),
    ("see_the_adult_alone", {"talks": (talk(seen_alone=Recorded.NO),)}),
    ("see_the_adult_alone", {"talks": (talk(seen_alone=Recorded.NOT_RECORDED),)}),
    ("use_an_independent_interpreter", {"talks": (talk(interpreted_by_family=True),)}),
    ("make_a_safe_enquiry", {"coercion_noted": True}),
    ("take_legal_advice_on_coercion", {"wishes": limited(R.COERCION)}),
    ("tell_the_adult_now", {"wishes": limited(R.CRIME, adult_was_told=False)}),
    (
        "tell_the_adult_the_findings",
        {
            "concluded_on": ago(1),
            "wishes": (wish(category=OutcomeCategory.BE_TOLD_FINDINGS),),
        },
    ),
    (
        "explain_after_acting_in_an_emergency",
        {"wishes": limited(R.VITAL_INTERESTS, adult_was_told=False)},
    ),
    ("weigh_it_with_the_adult", {"has_weighing": False}),
    ("complete_the_reasons", {"wishes": limited(R.CRIME, has_gaps=True)}),
    ("decide_under_section_42", {"is_decided": False, "opened_on": None}),
    ("name_the_legal_duty", {"wishes": limited(R.LEGAL_DUTY)}),
    ("review_a_long_enquiry", {"opened_on": ago(29)}),
    ("think_of_the_source_of_risk_as_an_adult", {"wishes": limited(R.SOURCE_OF_RISK_HAS_NEEDS)}),
    ("assess_capacity_for_that_decision", {"wishes": limited(R.LACKS_CAPACITY)}),
    ("make_a_best_interests_decision", {"assessed": (Assessed(lacks=True),)}),
    ("assess_capacity_again", {"assessed": (Assessed(lacks=False, fluctuates=True),)}),
    ("assess_capacity_again", {"assessed": (Assessed(lacks=False, review_on=TODAY),)}),
    ("look_for_an_attorney_or_deputy", {"assessed": (Assessed(lacks=True),)}),
    ("check_who_speaks_for_the_adult", {"has_unchecked_representative": True}),
    ("consider_substantial_difficulty", {"advocacy": Advocacy()}),
    ("refer_to_an_advocate", {"advocacy": Advocacy(duty_arises=True)}),
    ("ask_after_the_advocate", {"advocacy": Advocacy(duty_arises=True, referred_on=ago(8))}),
]

NOT_SHOWN: list[tuple[str, dict[str, Any]]] = [
    ("ask_what_the_adult_wants", {"talks": (), "adult_died": True}),
    ("ask_what_the_adult_wants", {"talks": (), "opened_on": None}),
    ("try_again_to_ask", {"talks": (not_asked(N.TOO_UNWELL), talk(held_on=TODAY))}),
    ("try_again_to_ask", {"talks": (not_asked(N.DIED),)}),
    (
        "find_someone_to_speak_for_the_adult",
        {"talks": (not_asked(N.REPRESENTATIVE_NOT_FOUND),), "has_representative": True},
    ),
    (
        "ask_the_adult_themself",
        {
            "talks": (talk(asked_of=AskedOf.ADVOCATE),),
            "assessed": (Assessed(lacks=True, has_best_interests_decision=True),),
        },
    ),
    ("ask_again_over_time", {"talks": (talk(held_on=ago(28)),)}),
    ("bring_in_other_agencies", {"parties": 0, "opened_on": ago(4)}),
    ("share_who_sees_to_wishes", {"parties": 0, "wishes": (wish(owner_agency_id=LEAD),)}),
    (
        "say_why_nothing_was_wanted",
        {
            "talks": (
                talk(
                    asked=Asked.ASKED_NONE_EXPRESSED,
                    none_expressed_reason=NoneExpressedReason.SATISFIED,
                ),
            )
        },
    ),
    ("ask_how_far_it_came_about", {"wishes": (judged(worker="fully", adult="not"),)}),
    ("talk_about_different_verdicts", {"wishes": (judged(worker="not", adult="fully"),)}),
    ("talk_about_different_verdicts", {"wishes": (judged(worker="fully"),)}),
    ("measure_before_concluding", {"opened_on": ago(28)}),
    ("act_on_immediate_danger", {"is_immediate_danger": True}),
    ("review_the_limitation", {"wishes": limited(R.CRIME, review_on=ago(-1))}),
    ("review_the_limitation", {"wishes": limited(R.CRIME, review_on=TODAY, still_applies=False)}),
    (
        "protect_the_others",
        {"wishes": (replace(limited(R.OTHERS_AT_RISK)[0], is_still_wanted=False),)},
    ),
    ("look_at_the_pattern", {"came_up_with_others": True, "concluded_on": ago(1)}),
    ("see_the_adult_alone", {"talks": (talk(seen_alone=Recorded.NO), talk())}),
    ("make_a_safe_enquiry", {"coercion_noted": True, "safe_enquiry_made": True}),
    ("tell_the_adult_now", {"wishes": limited(R.CRIME, adult_was_told=False), "adult_died": True}),
    ("decide_under_section_42", {"is_decided": False, "raised_on": ago(2)}),
    (
        "assess_capacity_for_that_decision",
        {"wishes": limited(R.LACKS_CAPACITY), "assessed": (Assessed(lacks=True),)},
    ),
    (
        "make_a_best_interests_decision",
        {"assessed": (Assessed(lacks=True, has_best_interests_decision=True),)},
    ),
    ("assess_capacity_again", {"assessed": (Assessed(lacks=True, review_on=ago(-1)),)}),
    (
        "refer_to_an_advocate",
        {"advocacy": Advocacy(duty_arises=True, is_met_by_appropriate_person=True)},
    ),
    ("refer_to_an_advocate", {"advocacy": Advocacy(duty_arises=True, referred_on=TODAY)}),
    ("ask_after_the_advocate", {"advocacy": Advocacy(duty_arises=True, referred_on=ago(7))}),
    (
        "ask_after_the_advocate",
        {"advocacy": Advocacy(duty_arises=True, referred_on=ago(9), allocated_on=TODAY)},
    ),
]


def _ids(rows: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [f"{number}-{code}" for number, (code, _) in enumerate(rows)]


def test_a_case_in_which_all_is_done_needs_nothing() -> None:
    assert codes_for(QUIET) == []


@pytest.mark.parametrize(("code", "changes"), SHOWN, ids=_ids(SHOWN))
def test_a_prompt_is_shown_to_a_case_that_needs_it(code: str, changes: dict[str, Any]) -> None:
    assert code in codes_for(replace(QUIET, **changes))


@pytest.mark.parametrize(("code", "changes"), NOT_SHOWN, ids=_ids(NOT_SHOWN))
def test_a_prompt_is_not_shown_to_a_case_that_does_not(code: str, changes: dict[str, Any]) -> None:
    assert code not in codes_for(replace(QUIET, **changes))


def test_every_prompt_has_a_case_in_this_table_that_shows_it() -> None:
    assert {code for code, _ in SHOWN} == CONDITIONS.keys()


def test_every_prompt_has_its_words_and_every_topic_its_prompts() -> None:
    texts = prompt_texts().prompts
    assert texts.keys() == CONDITIONS.keys()
    assert len(texts) >= 30
    assert {text.topic for text in texts.values()} == set(SupportTopic)


def test_no_prompt_speaks_in_words_to_avoid() -> None:
    avoided = ("victim", "client", "service user", "perpetrator", "vulnerable adult")
    for text in prompt_texts().prompts.values():
        said = f"{text.says} {text.why}".lower()
        assert not [word for word in avoided if word in said]


_FACTS: dict[str, st.SearchStrategy[Any]] = {
    "opened_on": st.sampled_from([None, ago(0), ago(100)]),
    "concluded_on": st.sampled_from([None, ago(0)]),
    "talks": st.lists(
        st.builds(
            Talk,
            st.sampled_from([ago(0), ago(50)]),
            st.sampled_from(Asked),
            st.one_of(st.none(), st.sampled_from(AskedOf)),
            st.one_of(st.none(), st.sampled_from(N)),
        ),
        max_size=3,
    ).map(tuple),
    "adult_died": st.booleans(),
    "parties": st.integers(0, 3),
}


@given(st.fixed_dictionaries(_FACTS))
def test_nobody_is_asked_to_ask_an_adult_who_has_died(changes: dict[str, Any]) -> None:
    shown = codes_for(replace(QUIET, **changes))
    assert len(shown) == len(set(shown))
    if changes["adult_died"]:
        assert not [
            code for code in shown if code.startswith(("ask_what", "try_again", "ask_again"))
        ]


def test_the_quiet_case_says_something_about_every_fact() -> None:
    named = {field.name for field in fields(CaseFacts)}
    told = {name for _, changes in (*SHOWN, *NOT_SHOWN) for name in changes}
    assert named - told <= {"today", "lead_agency_id"}
