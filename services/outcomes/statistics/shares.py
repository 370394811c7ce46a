"""How a share is shown: with how far chance may carry it, and how far what is missing could."""

from services.outcomes.statistics.views import RangeView, ShareView
from shared.figures.shares import Range, bounds, interval


def share_of(count: int, of: int, *, missing: int | None) -> ShareView:
    """Return how sure `count` of `of` is, with `missing` others who are not counted.

    Without bounds where nobody can be missing (None).
    """
    return ShareView(
        interval=_shown(interval(count, of)),
        bounds=None if missing is None else _shown(bounds(count, of, missing)),
    )


def _shown(found: Range | None) -> RangeView | None:
    return None if found is None else RangeView(low=found.low, high=found.high)
