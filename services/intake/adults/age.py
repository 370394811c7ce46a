"""Who counts as an adult: eighteen or over at the time of the abuse (Care Act 2014, section 42)."""

from datetime import date

ADULT_AGE_YEARS = 18


def age_on(day: date, born_on: date) -> int:
    """Return the age in whole years; someone born on 29 February has it on 1 March otherwise."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_adult_on(day: date, born_on: date) -> bool:
    """Tell whether someone born then is an adult on `day`."""
    return age_on(day, born_on) >= ADULT_AGE_YEARS


def age_at_year_end(
    today: date, *, born_on: date | None, estimated: int | None
) -> tuple[date, int | None]:
    """Return the 31 March that ends the reporting year of `today`, and the age on it, if known.

    The Safeguarding Adults Collection counts people by their age on that day (NHS England, SAC
    2023-24, table SG1). An estimate is of today, and is taken to hold until then.
    """
    year_end = date(today.year + ((today.month, today.day) > (3, 31)), 3, 31)
    return year_end, estimated if born_on is None else age_on(year_end, born_on)
