"""Codes for weighing what the adult could do, with its benefits and risks: practice, own lists."""

from enum import StrEnum


class Level(StrEnum):
    """How likely something is, or how much it would mean."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    NOT_KNOWN = "not_known"


class InViewOf(StrEnum):
    """Whose view it is. The two stand side by side and are never made one."""

    ADULT = "adult"
    WORKER = "worker"


class Preference(StrEnum):
    """Whether the adult prefers one of the options."""

    AN_OPTION = "an_option"
    NONE = "none"
    NOT_ASKED = "not_asked"
    NOT_KNOWN = "not_known"
