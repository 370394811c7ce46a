"""Who counts as an adult: eighteen or over at the time of the abuse (Care Act 2014, section 42)."""

from datetime import date

ADULT_AGE_YEARS = 18


def age_on(day: date, born_on: date) -> int:
    """Return the age in whole years; someone born on 29 February has it on 1 March otherwise."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_adult_on(day: date, born_on: date) -> bool:
    """Tell whether someone born then is an adult on `day`."""
    return age_on(day, born_on) >= ADULT_AGE_YEARS
