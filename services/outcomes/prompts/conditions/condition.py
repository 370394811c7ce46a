"""What a condition is, and the two that several prompts are made from."""

from collections.abc import Callable, Mapping

from services.outcomes.prompts.facts import CaseFacts
from shared.reference.msp import LimitationReason
from shared.reference.sac import AbuseType

Condition = Callable[[CaseFacts], bool]
Conditions = Mapping[str, Condition]


def is_about(*types: AbuseType) -> Condition:
    """Return the condition that a concern names one of these types, until the enquiry ends."""
    return lambda facts: facts.concluded_on is None and not facts.abuse_types.isdisjoint(types)


def is_limited_by(*reasons: LimitationReason) -> Condition:
    """Return the condition that one of these limits a desired outcome, until the enquiry ends."""
    return lambda facts: facts.concluded_on is None and facts.is_limited_by(*reasons)
