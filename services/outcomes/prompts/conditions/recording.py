"""When something about wishes and verdicts is not written down yet. Pure."""

from typing import Final

from services.outcomes.prompts.conditions.condition import Conditions
from services.outcomes.prompts.facts import CaseFacts, Wish
from shared.reference.conversations import NoneExpressedReason
from shared.reference.msp import (
    Achieved,
    Asked,
    JudgedBy,
    OutcomeCategory,
)

LONG_ENQUIRY_DAYS: Final = 28
_HOW_MUCH = (Achieved.NOT, Achieved.PARTIALLY, Achieved.FULLY)


def _nothing_was_written_down(facts: CaseFacts) -> bool:
    was_expressed = any(talk.asked is Asked.ASKED_AND_EXPRESSED for talk in facts.talks)
    return facts.is_open and was_expressed and not facts.wishes


def _nothing_was_wanted_without_a_reason(facts: CaseFacts) -> bool:
    latest = facts.latest_talk
    return (
        latest is not None
        and latest.asked is Asked.ASKED_NONE_EXPRESSED
        and latest.none_expressed_reason in {None, NoneExpressedReason.NOT_RECORDED}
    )


def _everything_is_filed_under_other(facts: CaseFacts) -> bool:
    categories = {wish.category for wish in facts.wanted}
    return facts.is_open and categories == {OutcomeCategory.OTHER}


def _only_others_have_judged(facts: CaseFacts) -> bool:
    return not facts.adult_died and any(
        wish.verdicts and wish.judged(JudgedBy.ADULT) is None for wish in facts.wanted
    )


def _the_worker_sees_more_achieved(facts: CaseFacts) -> bool:
    return any(_worker_is_ahead(wish) for wish in facts.wanted)


def _worker_is_ahead(wish: Wish) -> bool:
    adult, worker = wish.judged(JudgedBy.ADULT), wish.judged(JudgedBy.WORKER)
    if adult is None or worker is None:
        return False
    return _HOW_MUCH.index(worker) > _HOW_MUCH.index(adult)


def _the_conclusion_has_gaps(facts: CaseFacts) -> bool:
    return facts.concluded_on is not None and facts.conclusion_gaps > 0


def _some_are_not_judged_at_all(facts: CaseFacts) -> bool:
    is_old_enough = facts.days_since(facts.opened_on) > LONG_ENQUIRY_DAYS
    return facts.is_open and is_old_enough and any(not wish.verdicts for wish in facts.wanted)


CONDITIONS: Final[Conditions] = {
    "write_down_what_they_said": _nothing_was_written_down,
    "say_why_nothing_was_wanted": _nothing_was_wanted_without_a_reason,
    "look_for_a_closer_category": _everything_is_filed_under_other,
    "ask_how_far_it_came_about": _only_others_have_judged,
    "talk_about_different_verdicts": _the_worker_sees_more_achieved,
    "fill_the_gaps_of_the_conclusion": _the_conclusion_has_gaps,
    "measure_before_concluding": _some_are_not_judged_at_all,
}
