"""The period an approach is declared for: a financial year, or days of the agency's own choice."""

import re
from datetime import date
from typing import NamedTuple

from services.partners.approaches.errors import UnsuitablePeriod
from services.partners.approaches.views import Days, FinancialYear

_LONGEST_DAYS = 3 * 366
_EARLIEST = date(2009, 4, 1)
_LATEST = date(2199, 12, 31)
"""Making Safeguarding Personal began in 2009-10."""

_YEAR = re.compile(r"(20[0-9]{2})-([0-9]{2})")


class Period(NamedTuple):
    """From the first day to the last, both included."""

    first_day: date
    last_day: date


def period_of(given: FinancialYear | Days) -> Period:
    """Return the days meant; raises `UnsuitablePeriod`."""
    if isinstance(given, FinancialYear):
        period = _financial_year(given.financial_year)
    else:
        period = Period(given.first_day, given.last_day)
    days = (period.last_day - period.first_day).days
    if not (0 < days <= _LONGEST_DAYS and period.first_day >= _EARLIEST):
        raise UnsuitablePeriod
    if period.last_day > _LATEST:
        raise UnsuitablePeriod
    return period


def financial_year_of(period: Period) -> str | None:
    """Return a period's name as a financial year, as in "2026-27", where it is one."""
    year = period.first_day.year
    is_one = period == Period(date(year, 4, 1), date(year + 1, 3, 31))
    return f"{year}-{(year + 1) % 100:02d}" if is_one else None


def _financial_year(name: str) -> Period:
    """Return the days from 1 April to 31 March, in which England's returns are made."""
    found = _YEAR.fullmatch(name)
    if found is None:
        raise UnsuitablePeriod
    year = int(found[1])
    if int(found[2]) != (year + 1) % 100:
        raise UnsuitablePeriod
    return Period(date(year, 4, 1), date(year + 1, 3, 31))
