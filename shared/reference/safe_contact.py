"""Codes of how an adult may be contacted without danger: the exchange's own list."""

from enum import StrEnum


class MayContact(StrEnum):
    """Whether the adult may be reached in one way; asked of them, and never assumed."""

    YES = "yes"
    NO = "no"
    ONLY_AS_SAID = "only_as_said"
    """At the times and in the manner that are described with it."""
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"
