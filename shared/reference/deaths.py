"""Codes about the death of an adult: the exchange's own, from no official list."""

from enum import StrEnum


class LinkToAbuse(StrEnum):
    """Whether the death is known or suspected to result from abuse or neglect (Care Act, s44)."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_RECORDED = "not_recorded"
