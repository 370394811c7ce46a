"""How a share is shown: with how far chance may carry it, and how far what is missing could."""

from services.outcomes.statistics.views import RangeView, ShareView
from shared.figures.shares import Range, bounds, interval


def share_of(count: int, of: int, *, missing: int | None) -> ShareView:
    """Return how sure `count` of `of` is, with `missing` others who are not counted.

    Without bounds where nobody can be missing (None).
    """
    return ShareView(
        interval=shown(interval(count, of)),
        bounds=None if missing is None else shown(bounds(count, of, missing)),
    )


def shown(found: Range | None) -> RangeView | None:
    """Return a range as it is sent, where there is one."""
    return None if found is None else RangeView(low=found.low, high=found.high)
