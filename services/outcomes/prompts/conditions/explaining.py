"""When the adult is owed an explanation, or a limitation its reasons. Pure."""

from typing import Final

from services.outcomes.prompts.conditions.condition import Conditions
from services.outcomes.prompts.facts import CaseFacts, reasons_in
from shared.reference.msp import (
    JudgedBy,
    LimitationReason,
    OutcomeCategory,
)


def _somebody_was_not_told(facts: CaseFacts) -> bool:
    return not facts.adult_died and any(not limit.adult_was_told for limit in facts.limits)


def _findings_were_asked_for(facts: CaseFacts) -> bool:
    return (
        facts.concluded_on is not None
        and not facts.adult_died
        and any(
            wish.category is OutcomeCategory.BE_TOLD_FINDINGS
            and wish.judged(JudgedBy.ADULT) is None
            for wish in facts.wanted
        )
    )


def _life_was_saved_without_telling(facts: CaseFacts) -> bool:
    untold = (limit for limit in facts.limits if not limit.adult_was_told)
    return not facts.adult_died and LimitationReason.VITAL_INTERESTS in reasons_in(untold)


def _nothing_was_weighed(facts: CaseFacts) -> bool:
    return facts.is_open and bool(facts.wanted) and not facts.has_weighing


def _a_limitation_has_gaps(facts: CaseFacts) -> bool:
    return facts.is_open and any(limit.has_gaps for limit in facts.limits)


CONDITIONS: Final[Conditions] = {
    "tell_the_adult_now": _somebody_was_not_told,
    "tell_the_adult_the_findings": _findings_were_asked_for,
    "explain_after_acting_in_an_emergency": _life_was_saved_without_telling,
    "weigh_it_with_the_adult": _nothing_was_weighed,
    "complete_the_reasons": _a_limitation_has_gaps,
}
