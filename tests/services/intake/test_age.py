"""Who is an adult, to the day."""

from datetime import date

import pytest

from services.intake.adults.age import age_on, is_adult_on


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2000, 6, 15), date(2018, 6, 14), 17),
        (date(2000, 6, 15), date(2018, 6, 15), 18),
        (date(2000, 6, 15), date(2018, 12, 31), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(1938, 5, 2), date(2026, 11, 22), 88),
    ],
)
def test_age_changes_on_the_birthday(born_on: date, day: date, age: int) -> None:
    assert age_on(day, born_on) == age
    assert is_adult_on(day, born_on) == (age >= 18)
