"""Dates that are known only in part: the exchange's own codes, from no official list."""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NOT_KNOWN = "not_known"


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


def last_possible(day: date, precision: DatePrecision) -> date:
    """Return the last day that a date may mean which is known as far as that."""
    if precision is DatePrecision.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return date(day.year, 12, 31) if precision is DatePrecision.YEAR else day
