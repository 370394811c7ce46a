"""The time that passes between the milestones of a case. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from services.outcomes.effort.views import MilestoneView
from shared.reference.effort import Milestone


def elapsed(reached: Mapping[Milestone, datetime | None]) -> list[MilestoneView]:
    """Return every milestone with the minutes since the one known before it, and since the concern.

    What has not been reached, or is not known, has no time, and no time is counted from it.
    """
    shown = []
    before: tuple[Milestone, datetime] | None = None
    for milestone in Milestone:
        at = reached.get(milestone)
        shown.append(
            MilestoneView(
                milestone=milestone,
                at=at,
                since=before[0] if before and at else None,
                minutes_since=_minutes(before[1] if before else None, at),
                minutes_since_concern=_minutes(reached.get(Milestone.CONCERN_RAISED), at),
            )
        )
        if at is not None:
            before = (milestone, at)
    return shown


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    """Return whole minutes, counted towards zero."""
    if start is None or end is None:
        return None
    minutes = abs(end - start) // timedelta(minutes=1)
    return minutes if end >= start else -minutes
