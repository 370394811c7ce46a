"""When an event is offered again."""

from datetime import UTC, datetime, timedelta

import pytest

from services.partners.webhooks.schedule import LONGEST_WAIT, SPREAD, WAITS, next_attempt_at

AT = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
"""The evening before clocks go back in England, which changes nothing."""


def _wait(attempts: int, *, asked: timedelta | None = None, chance: float = 0) -> timedelta | None:
    again = next_attempt_at(attempts, AT, asked_to_wait=asked, chance=chance)
    return None if again is None else again - AT


def test_attempts_go_on_for_more_than_three_days_further_and_further_apart() -> None:
    assert [_wait(attempts) for attempts in range(1, len(WAITS) + 1)] == list(WAITS)
    assert sorted(WAITS) == list(WAITS)
    assert sum(WAITS, timedelta()) > timedelta(days=3)


def test_after_the_last_the_event_is_given_up() -> None:
    assert _wait(len(WAITS)) is not None
    assert _wait(len(WAITS) + 1) is None
    assert _wait(len(WAITS) + 1, asked=timedelta(hours=1)) is None


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_what_failed_together_does_not_come_back_together(chance: float) -> None:
    wait = _wait(4, chance=chance)
    assert wait == WAITS[3] * (1 + SPREAD * chance)


def test_a_receiver_is_given_the_wait_that_it_asks_for_up_to_a_day_and_never_less_than_ours() -> (
    None
):
    assert _wait(1, asked=timedelta(minutes=10)) == timedelta(minutes=10)
    assert _wait(1, asked=timedelta(days=400)) == LONGEST_WAIT
    assert _wait(4, asked=timedelta(seconds=1)) == WAITS[3]
