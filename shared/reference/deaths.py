"""Codes about the death of an adult: the exchange's own, from no official list."""

from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NOT_KNOWN = "not_known"


class LinkToAbuse(StrEnum):
    """Whether the death is known or suspected to result from abuse or neglect (Care Act, s44)."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_RECORDED = "not_recorded"


def is_as_precise(day: date | None, precision: DatePrecision) -> bool:
    """Tell whether `day` says as much as is known: none, or the first of the month or year."""
    if day is None or precision is DatePrecision.NOT_KNOWN:
        return day is None and precision is DatePrecision.NOT_KNOWN
    is_first_of = {
        DatePrecision.DAY: True,
        DatePrecision.MONTH: day.day == 1,
        DatePrecision.YEAR: (day.month, day.day) == (1, 1),
    }
    return is_first_of[precision]
