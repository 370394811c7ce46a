"""Codes about concerns: the exchange's own, from no official list."""

from enum import StrEnum


class WithdrawalReason(StrEnum):
    """Why an agency no longer stands by a concern.

    That the adult does not want it pursued is no reason: it is a wish, recorded as what the adult
    wants, and the lead agency's duty to enquire does not end by it (Care Act 2014, section 42).
    """

    RAISED_IN_ERROR = "raised_in_error"
    """Another person was meant, or nothing of the kind happened."""
    RAISED_TWICE = "raised_twice"
    """The same agency had already raised it."""
    FOUND_TO_BE_UNFOUNDED = "found_to_be_unfounded"
    """It was rightly raised on what was known then."""


NEVER_WAS_ONE = frozenset({WithdrawalReason.RAISED_IN_ERROR, WithdrawalReason.RAISED_TWICE})
"""What is counted as no concern; one found to be unfounded was reported, and counts."""
