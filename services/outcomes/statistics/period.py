"""A reporting period: whole days in England, whatever the clocks did between them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from services.outcomes.errors import NoReportingYear, PeriodReversed

TIME_ZONE = "Europe/London"

_DIGITS: Final = 4
_APRIL: Final = 4
_EARLIEST: Final = 2000
_LATEST: Final = 2199

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


@dataclass(frozen=True, slots=True, order=True)
class ReportingYear:
    """A year of the Safeguarding Adults Collection: 1 April of `begins_in` to 31 March."""

    begins_in: int

    @classmethod
    def named(cls, name: str) -> "ReportingYear":
        """Return the year of a name as in "2025-26"; raises `NoReportingYear`."""
        begins, _, ends = name.partition("-")
        if not (begins.isascii() and begins.isdigit() and len(begins) == _DIGITS):
            raise NoReportingYear
        year = cls(int(begins))
        if ends != year.name[-2:] or not _EARLIEST <= year.begins_in <= _LATEST:
            raise NoReportingYear
        return year

    @classmethod
    def of(cls, day: date) -> "ReportingYear":
        """Return the year that a day is in."""
        return cls(day.year if day.month >= _APRIL else day.year - 1)

    @property
    def name(self) -> str:
        """Name it as in "2025-26"."""
        return f"{self.begins_in}-{(self.begins_in + 1) % 100:02}"

    @property
    def first_day(self) -> date:
        return date(self.begins_in, _APRIL, 1)

    @property
    def last_day(self) -> date:
        return date(self.begins_in + 1, 3, 31)
