"""When an event that an endpoint did not take is offered again. Pure."""

from datetime import datetime, timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between one attempt and the next, as the Standard Webhooks specification proposes: over three
days, so that what breaks on a Friday evening can be mended on a Monday."""

LONGEST_WAIT = timedelta(hours=24)
SPREAD = 0.2
"""By how much a wait may grow, so that what failed together does not come back together."""

SHORTEST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)

SUSPENDED_AFTER = timedelta(days=5)
"""An endpoint that has taken nothing for so long is not called any more until someone says so."""


def next_attempt_at(
    attempts: int, failed_at: datetime, *, asked_to_wait: timedelta | None, chance: float
) -> datetime | None:
    """Return when to try again after so many attempts, or None when the event is given up.

    A receiver that asks for a wait (Retry-After) is given it, up to a day; `chance`, of [0, 1),
    says how far into the spread the wait falls.
    """
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1]
    if asked_to_wait is not None:
        wait = max(wait, min(asked_to_wait, LONGEST_WAIT))
    return failed_at + wait * (1 + SPREAD * chance)


def pause(failing_for: timedelta, asked_to_wait: timedelta | None) -> timedelta:
    """Return for how long nothing at all is offered to an endpoint after a failure.

    What it asks for, up to a day. Else nothing after a first failure, which may be about one event;
    then the longer it has failed the longer, up to five minutes: other events of an agency whose
    endpoint is down need not all find that out, and are offered soon once it is back.
    """
    if asked_to_wait is not None:
        return min(asked_to_wait, LONGEST_WAIT)
    if not failing_for:
        return timedelta()
    return min(max(failing_for / 10, SHORTEST_PAUSE), LONGEST_PAUSE)
