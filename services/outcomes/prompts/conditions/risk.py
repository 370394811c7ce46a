"""When the risk, or somebody's power over the adult, asks for a step of its own. Pure."""

from typing import Final

from services.outcomes.prompts.conditions.condition import Conditions, is_about, is_limited_by
from services.outcomes.prompts.facts import CaseFacts
from shared.reference.conversations import Recorded
from shared.reference.msp import (
    LimitationReason,
    NotAskedReason,
)
from shared.reference.sac import AbuseType


def _danger_and_nothing_since(facts: CaseFacts) -> bool:
    return facts.is_immediate_danger and facts.concluded_on is None and not facts.talks


def _a_limitation_is_to_be_reviewed(facts: CaseFacts) -> bool:
    return facts.is_open and any(limit.review_on <= facts.today for limit in facts.limits)


def _asking_was_unsafe(facts: CaseFacts) -> bool:
    return facts.adult_can_be_asked and facts.was_last_not_asked_because(
        NotAskedReason.UNSAFE_TO_ASK
    )


def _was_never_seen_alone(facts: CaseFacts) -> bool:
    asked = [talk for talk in facts.talks if talk.somebody_was_asked]
    return (
        facts.is_open and bool(asked) and all(talk.seen_alone is not Recorded.YES for talk in asked)
    )


def _family_interpreted(facts: CaseFacts) -> bool:
    return facts.is_open and any(talk.interpreted_by_family for talk in facts.talks)


def _coercion_without_a_safe_enquiry(facts: CaseFacts) -> bool:
    return facts.is_open and facts.coercion_noted and not facts.safe_enquiry_made


def _came_up_with_others(facts: CaseFacts) -> bool:
    return facts.concluded_on is None and facts.came_up_with_others


CONDITIONS: Final[Conditions] = {
    "act_on_immediate_danger": _danger_and_nothing_since,
    "review_the_limitation": _a_limitation_is_to_be_reviewed,
    "look_at_the_pattern": _came_up_with_others,
    "protect_the_others": is_limited_by(LimitationReason.OTHERS_AT_RISK),
    "use_the_position_of_trust_process": is_limited_by(LimitationReason.POSITION_OF_TRUST),
    "report_the_crime": is_limited_by(LimitationReason.CRIME),
    "plan_self_neglect_together": is_about(AbuseType.SELF_NEGLECT),
    "assess_domestic_abuse": is_about(AbuseType.DOMESTIC_ABUSE),
    "consider_modern_slavery_referral": is_about(AbuseType.MODERN_SLAVERY),
    "look_at_the_organisation": is_about(AbuseType.ORGANISATIONAL),
    "find_a_safe_way_to_ask": _asking_was_unsafe,
    "see_the_adult_alone": _was_never_seen_alone,
    "use_an_independent_interpreter": _family_interpreted,
    "make_a_safe_enquiry": _coercion_without_a_safe_enquiry,
    "take_legal_advice_on_coercion": is_limited_by(LimitationReason.COERCION),
}
