"""A reporting period: whole days in England, whatever the clocks did between them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from services.outcomes.errors import PeriodReversed

TIME_ZONE = "Europe/London"

_LONDON = ZoneInfo(TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of its first day to the end of its last; None leaves that end open."""

    first_day: date | None
    last_day: date | None

    def __post_init__(self) -> None:
        """Raise `PeriodReversed` for a period that ends before it begins."""
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise PeriodReversed

    def includes(
        self, instant: InstrumentedAttribute[Any] | ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Return the filter for instants within the period."""
        bounds: list[ColumnElement[bool]] = [true()]
        if self.first_day:
            bounds.append(instant >= _midnight(self.first_day))
        if self.last_day:
            bounds.append(instant < _midnight(self.last_day + timedelta(days=1)))
        return and_(*bounds)

    def includes_days(self, day: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
        """Return the filters for days within the period."""
        bounds: list[ColumnElement[bool]] = []
        if self.first_day:
            bounds.append(day >= self.first_day)
        if self.last_day:
            bounds.append(day <= self.last_day)
        return bounds


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, _LONDON)
