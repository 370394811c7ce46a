"""How a share is shown: with how far chance may carry it, and how far what is missing could."""

from services.outcomes.statistics.views import RangeView, ShareView
from shared.figures.intervals import Interval, Rate


def share_of(count: int, of: int, *, missing: int | None) -> ShareView:
    """Return how sure `count` of `of` is, with `missing` others who are not counted.

    Without bounds where nobody can be missing (None).
    """
    rate = Rate(count, of, missing or 0)
    worst, best = rate.worst_case, rate.best_case
    has_bounds = missing is not None and worst is not None and best is not None
    return ShareView(
        interval=shown(rate.interval),
        bounds=RangeView(low=worst, high=best) if has_bounds else None,
    )


def shown(found: Interval | None) -> RangeView | None:
    """Return an interval as it is sent, where there is one."""
    return None if found is None else RangeView(low=found.low, high=found.high)
