"""When to ask the adult, ask again, and bring in others. Pure."""

from typing import Final

from services.outcomes.prompts.conditions.condition import Conditions
from services.outcomes.prompts.facts import CaseFacts
from shared.reference.msp import (
    Asked,
    AskedOf,
    NotAskedReason,
)

ASK_AGAIN_DAYS: Final = 28
ALONE_DAYS: Final = 5

_MAY_PASS = frozenset(
    {
        NotAskedReason.TOO_UNWELL,
        NotAskedReason.COULD_NOT_BE_REACHED,
        NotAskedReason.URGENT_ACTION_FIRST,
        NotAskedReason.DECLINED_CONTACT,
        NotAskedReason.OTHER,
    }
)


def _nobody_has_asked(facts: CaseFacts) -> bool:
    return facts.adult_can_be_asked and facts.last_asked_on is None


def _could_not_be_asked(facts: CaseFacts) -> bool:
    return facts.adult_can_be_asked and facts.was_last_not_asked_because(*_MAY_PASS)


def _support_was_not_ready(facts: CaseFacts) -> bool:
    return facts.adult_can_be_asked and facts.was_last_not_asked_because(
        NotAskedReason.COMMUNICATION_SUPPORT_NOT_READY
    )


def _nobody_was_found_to_speak(facts: CaseFacts) -> bool:
    reason = NotAskedReason.REPRESENTATIVE_NOT_FOUND
    return (
        facts.adult_can_be_asked
        and facts.was_last_not_asked_because(reason)
        and not facts.has_representative
    )


def _only_others_were_asked(facts: CaseFacts) -> bool:
    asked = {talk.asked_of for talk in facts.talks if talk.somebody_was_asked}
    is_left_out = bool(asked) and AskedOf.ADULT not in asked
    return facts.adult_can_be_asked and is_left_out and not facts.lacks_capacity


def _was_asked_long_ago(facts: CaseFacts) -> bool:
    return facts.adult_can_be_asked and facts.days_since(facts.last_asked_on) > ASK_AGAIN_DAYS


def _it_is_not_known_whether_anyone_asked(facts: CaseFacts) -> bool:
    latest = facts.latest_talk
    unknown = {Asked.DONT_KNOW, Asked.NOT_RECORDED}
    return facts.is_open and latest is not None and latest.asked in unknown


def _no_other_agency_takes_part(facts: CaseFacts) -> bool:
    return facts.is_open and facts.parties == 0 and facts.days_since(facts.opened_on) >= ALONE_DAYS


def _the_lead_owns_all(facts: CaseFacts) -> bool:
    owners = {wish.owner_agency_id for wish in facts.wanted}
    return facts.is_open and facts.parties > 0 and owners == {facts.lead_agency_id}


CONDITIONS: Final[Conditions] = {
    "ask_what_the_adult_wants": _nobody_has_asked,
    "try_again_to_ask": _could_not_be_asked,
    "get_communication_support": _support_was_not_ready,
    "find_someone_to_speak_for_the_adult": _nobody_was_found_to_speak,
    "ask_the_adult_themself": _only_others_were_asked,
    "ask_again_over_time": _was_asked_long_ago,
    "find_out_whether_anyone_asked": _it_is_not_known_whether_anyone_asked,
    "bring_in_other_agencies": _no_other_agency_takes_part,
    "share_who_sees_to_wishes": _the_lead_owns_all,
}
