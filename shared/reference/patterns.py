"""Codes of what several adults' cases may have in common: the exchange's own list."""

from enum import StrEnum


class TraceKind(StrEnum):
    """By what sources of risk in different cases are recognised as one."""

    EMPLOYER = "employer"
    UNIT = "unit"
    """A ward or team within one employer."""
    PERSON = "person"
    """Somebody at one employer, by staff id or by name there; a name alone is nobody."""
