"""Working days in England: Monday to Friday without bank holidays, by London's calendar. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import holidays

_LONDON: Final = ZoneInfo("Europe/London")
_BANK_HOLIDAYS: Final = holidays.country_holidays("GB", subdiv="ENG")
_LAST_SECOND: Final = time(23, 59, 59)
_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Tell whether offices work on that day in England and Wales."""
    return day.weekday() < _SATURDAY and day not in _BANK_HOLIDAYS


def end_of_day(day: date) -> datetime:
    """Return the last second of that day in London, as a UTC instant."""
    return datetime.combine(day, _LAST_SECOND, _LONDON).astimezone(UTC)


def after_working_days(started_at: datetime, count: int) -> datetime:
    """Return the end of the working day that is `count` of them after the day of `started_at`.

    The day on which it started does not count; what starts on a Saturday has its first working
    day on Monday. None at all means the end of that day, or of the next that is worked.
    """
    day = _london_day(started_at)
    for _ in range(count):
        day = _working_day_from(day + _ONE_DAY)
    return end_of_day(_working_day_from(day))


def after_weeks(started_at: datetime, count: int) -> datetime:
    """Return the end of the same weekday `count` weeks on, or of the next day that is worked."""
    return end_of_day(_working_day_from(_london_day(started_at) + timedelta(weeks=count)))


def _london_day(instant: datetime) -> date:
    return instant.astimezone(_LONDON).date()


def _working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += _ONE_DAY
    return day
