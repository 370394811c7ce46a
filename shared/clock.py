"""Time as an argument: every rule about time reads an injected clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

_LONDON = ZoneInfo("Europe/London")


def utc_clock() -> datetime:
    """Return the present as an aware UTC instant."""
    return datetime.now(UTC)


def london_date(instant: datetime) -> date:
    """Return the day it is in England at `instant`: ages and "not in the future" go by it."""
    return instant.astimezone(_LONDON).date()
