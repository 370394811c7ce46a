"""When a duty or a power may apply: section 42, mental capacity, advocacy. Pure."""

from typing import Final

from services.outcomes.prompts.conditions.condition import Conditions, is_limited_by
from services.outcomes.prompts.facts import CaseFacts
from shared.reference.msp import (
    LimitationReason,
)

LONG_ENQUIRY_DAYS: Final = 28
DECISION_DAYS: Final = 2
ADVOCATE_DAYS: Final = 7


def _is_not_decided(facts: CaseFacts) -> bool:
    return not facts.is_decided and facts.days_since(facts.raised_on) > DECISION_DAYS


def _is_long_open(facts: CaseFacts) -> bool:
    return facts.is_open and facts.days_since(facts.opened_on) > LONG_ENQUIRY_DAYS


def _incapacity_without_assessment(facts: CaseFacts) -> bool:
    return facts.is_limited_by(LimitationReason.LACKS_CAPACITY) and not facts.lacks_capacity


def _no_best_interests_decision(facts: CaseFacts) -> bool:
    return facts.is_open and any(
        one.lacks and not one.has_best_interests_decision for one in facts.assessed
    )


def _capacity_is_to_be_looked_at_again(facts: CaseFacts) -> bool:
    return facts.is_open and any(
        one.review_on <= facts.today if one.review_on else one.fluctuates for one in facts.assessed
    )


def _lacks_and_nobody_speaks(facts: CaseFacts) -> bool:
    return facts.is_open and facts.lacks_capacity and not facts.has_representative


def _an_unchecked_one_speaks(facts: CaseFacts) -> bool:
    return facts.is_open and facts.has_unchecked_representative


def _difficulty_was_not_considered(facts: CaseFacts) -> bool:
    return facts.is_open and facts.advocacy.duty_arises is None


def _duty_without_a_referral(facts: CaseFacts) -> bool:
    advocacy = facts.advocacy
    is_unmet = advocacy.duty_arises is True and not advocacy.is_met_by_appropriate_person
    return facts.is_open and is_unmet and advocacy.referred_on is None


def _referred_and_nobody_came(facts: CaseFacts) -> bool:
    advocacy = facts.advocacy
    waits = advocacy.referred_on is not None and advocacy.allocated_on is None
    return facts.is_open and waits and facts.days_since(advocacy.referred_on) > ADVOCATE_DAYS


CONDITIONS: Final[Conditions] = {
    "decide_under_section_42": _is_not_decided,
    "name_the_legal_duty": is_limited_by(LimitationReason.LEGAL_DUTY),
    "review_a_long_enquiry": _is_long_open,
    "think_of_the_source_of_risk_as_an_adult": is_limited_by(
        LimitationReason.SOURCE_OF_RISK_HAS_NEEDS
    ),
    "assess_capacity_for_that_decision": _incapacity_without_assessment,
    "make_a_best_interests_decision": _no_best_interests_decision,
    "assess_capacity_again": _capacity_is_to_be_looked_at_again,
    "look_for_an_attorney_or_deputy": _lacks_and_nobody_speaks,
    "check_who_speaks_for_the_adult": _an_unchecked_one_speaks,
    "consider_substantial_difficulty": _difficulty_was_not_considered,
    "refer_to_an_advocate": _duty_without_a_referral,
    "ask_after_the_advocate": _referred_and_nobody_came,
}
