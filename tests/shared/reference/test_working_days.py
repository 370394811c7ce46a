"""Working days, across weekends, bank holidays, changes of the clocks, and the years' ends."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.reference.targets import SHIPPED, Target, TargetCode, Targets
from shared.reference.working_days import (
    after_weeks,
    after_working_days,
    end_of_day,
    is_working_day,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),
        (date(2026, 4, 5), False),  # Easter Sunday
        (date(2026, 4, 6), False),  # Easter Monday, kept in England and not in Scotland
        (date(2026, 4, 7), True),
        (date(2026, 11, 30), True),  # St Andrew's Day, kept in Scotland alone
        (date(2026, 3, 17), True),  # St Patrick's Day, kept in Northern Ireland alone
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),  # Boxing Day is a Saturday,
        (date(2026, 12, 28), False),  # so that its substitute is Monday
        (date(2026, 12, 29), True),
        (date(2027, 12, 27), False),  # Christmas Day on a Saturday: two substitutes
        (date(2027, 12, 28), False),
        (date(2022, 1, 3), False),  # New Year's Day on a Saturday
        (date(2022, 5, 30), True),  # moved for the Jubilee
        (date(2022, 6, 2), False),
        (date(2024, 3, 31), False),  # Easter Sunday, the clocks' change and a year's end in one
        (date(2025, 3, 31), True),
    ],
)
def test_offices_work_from_monday_to_friday_without_bank_holidays(
    day: date, *, works: bool
) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("started", "count", "due"),
    [
        # In winter London is at UTC, in summer an hour ahead.
        ("2026-11-23T09:00Z", 1, "2026-11-24T23:59:59Z"),
        ("2026-06-01T09:00Z", 1, "2026-06-02T22:59:59Z"),
        # Late on a summer's evening it is the next day in London already.
        ("2026-06-01T23:30Z", 1, "2026-06-03T22:59:59Z"),
        ("2026-11-23T23:30Z", 1, "2026-11-24T23:59:59Z"),
        # A weekend before, and a weekend within.
        ("2026-11-21T10:00Z", 1, "2026-11-23T23:59:59Z"),
        ("2026-11-20T10:00Z", 1, "2026-11-23T23:59:59Z"),
        # Over Easter and the start of summer time (29 March 2026).
        ("2026-03-27T10:00Z", 1, "2026-03-30T22:59:59Z"),
        ("2026-04-02T10:00Z", 1, "2026-04-07T22:59:59Z"),
        ("2026-03-26T10:00Z", 20, "2026-04-27T22:59:59Z"),
        # Easter Sunday on 31 March, when the clocks change as well.
        ("2024-03-28T10:00Z", 1, "2024-04-02T22:59:59Z"),
        # Over the end of summer time (25 October 2026).
        ("2026-10-23T10:00+01:00", 1, "2026-10-26T23:59:59Z"),
        # Over Christmas, with a substitute day.
        ("2026-12-24T10:00Z", 1, "2026-12-29T23:59:59Z"),
        ("2026-12-24T10:00Z", 5, "2027-01-05T23:59:59Z"),
        # The reporting year ends on 31 March; targets don't.
        ("2027-03-31T10:00Z", 1, "2027-04-01T22:59:59Z"),
        # None at all is the same day, or the next that is worked.
        ("2026-11-23T09:00Z", 0, "2026-11-23T23:59:59Z"),
        ("2026-11-22T09:00Z", 0, "2026-11-23T23:59:59Z"),
    ],
)
def test_a_target_is_the_end_of_a_working_day_in_london(started: str, count: int, due: str) -> None:
    assert after_working_days(at(started), count) == at(due)


def test_weeks_end_on_the_same_weekday_or_the_next_that_is_worked() -> None:
    assert after_weeks(at("2026-11-23T09:00Z"), 8) == at("2027-01-18T23:59:59Z")
    assert after_weeks(at("2026-02-20T09:00Z"), 6) == at("2026-04-07T22:59:59Z")


def test_the_end_of_a_day_is_an_instant_in_utc() -> None:
    assert end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)


def test_every_shipped_target_has_a_source_and_actions_have_none() -> None:
    assert set(SHIPPED.targets) == set(TargetCode) - {TargetCode.ACTION_DONE}
    assert all(len(target.source) > 20 for target in SHIPPED.targets.values())
    report = SHIPPED.targets[TargetCode.ENQUIRY_REPORTED]
    assert (report.working_days, "Trafford" in report.source) == (20, True)


def test_a_target_in_weeks_counts_weeks() -> None:
    target = Target(weeks=6, source="Procedures")
    assert target.due_at(at("2026-11-23T09:00Z")) == at("2027-01-04T23:59:59Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        'version = "1"',
        'version = "1"\n[targets.plan_agreed]\nsource = "x"',
        'version = "1"\n[targets.plan_agreed]\nsource = "x"\nweeks = 1\nworking_days = 1',
        'version = "1"\n[targets.plan_agreed]\nworking_days = 1',
        'version = "1"\n[targets.plan_agreed]\nworking_days = -1\nsource = "x"',
        'version = "1"\n[targets.unheard_of]\nworking_days = 1\nsource = "x"',
        "version = [",
    ],
)
def test_a_file_of_targets_in_another_form_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    file.write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is the promise
        Targets.from_file(file)
