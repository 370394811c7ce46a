"""Dates and times are London's, and codes are words."""

from datetime import UTC, date, datetime

import pytest

from shared.pages.plain_english import (
    counted,
    day,
    instant,
    mid_sentence,
    passed,
    words,
    worked,
)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 6, 3, 13, 5, tzinfo=UTC), "3 June 2026 at 2:05pm"),
        (datetime(2026, 12, 3, 13, 0, tzinfo=UTC), "3 December 2026 at 1pm"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "1 July 2026 at midnight"),
        (datetime(2026, 1, 9, 12, 0, tzinfo=UTC), "9 January 2026 at midday"),
        (datetime(2026, 1, 9, 0, 20, tzinfo=UTC), "9 January 2026 at 12:20am"),
    ],
    ids=["summer", "winter", "midnight", "midday", "after-midnight"],
)
def test_an_instant_is_written_in_londons_time(at: datetime, written: str) -> None:
    assert instant(at) == written


def test_the_day_of_an_instant_is_the_one_in_london() -> None:
    assert day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert day(date(2026, 6, 3)) == "3 June 2026"


def test_a_code_is_words() -> None:
    assert words("not_asked") == "Not asked"
    assert words("nhs_trust") == "NHS trust"
    assert mid_sentence("asked_by_nhs") == "asked by NHS"
    assert words("dont_know") == "Don't know"
    assert mid_sentence("care_act") == "Care Act"


@pytest.mark.parametrize(
    ("minutes", "as_work", "as_time"),
    [
        (0, "0 minutes", "less than a minute"),
        (1, "1 minute", "1 minute"),
        (125, "2 hours 5 minutes", "2 hours 5 minutes"),
        (1505, "25 hours 5 minutes", "1 day 1 hour"),
    ],
)
def test_minutes_are_said_as_work_and_as_time_that_went_by(
    minutes: int, as_work: str, as_time: str
) -> None:
    assert worked(minutes) == as_work
    assert passed(minutes) == as_time
    assert counted(2, "step") == "2 steps"
