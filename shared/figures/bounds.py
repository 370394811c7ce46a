"""What a survey says of all who were asked if nothing is assumed of those who did not answer.

Source: Manski 1989, "Anatomy of the selection problem", Journal of Human Resources 24:343. The
bounds are no confidence interval: they are as wide however many were asked, and narrow only as
more of them answer.
"""

from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval


def bounds(response_rate: float, share: float) -> Interval:
    """Return the least and the most of all asked who would have said it; both are 0 to 1.

    `response_rate` is the proportion of those asked who answered, `share` that of those who
    answered who said it. If none of the silent would have said it the whole proportion is
    `response_rate * share`; if all would have, it is that and the silent. "Too soon to say" is an
    answer like any other here. Raises `FiguresDoNotFit` for what is no proportion.
    """
    return undetermined_bounds(response_rate, share, 0)


def undetermined_bounds(response_rate: float, share: float, undetermined: float) -> Interval:
    """Return the same where some answers may still turn out to be it; all are 0 to 1.

    `undetermined` is the share of those who answered who said that it is too soon to say. They
    answered, and what they said determines nothing yet: of them none or all may come to say it,
    exactly as with those who were silent. Raises `FiguresDoNotFit` for what is no proportion, and
    where the two shares are more than everybody.
    """
    if not all(0 <= each <= 1 for each in (response_rate, share, undetermined)):
        raise FiguresDoNotFit("A proportion lies from 0 to 1")
    if share + undetermined > 1 + 1e-9:
        raise FiguresDoNotFit("The shares are more than everybody who answered")
    low = response_rate * share
    high = low + response_rate * undetermined + (1 - response_rate)
    return Interval(low, max(low, min(1.0, high)))


def bounds_of_counts(
    said: int, *, answered: int, asked: int, undetermined: int = 0
) -> Interval | None:
    """Return the bounds from counts of people; None where nobody was asked.

    `said` and `undetermined` are parts of `answered`, which is a part of `asked`. Where nobody
    answered the bounds are 0 to 1. Raises `FiguresDoNotFit` for a part larger than its whole.
    """
    if min(said, undetermined) < 0 or not said + undetermined <= answered <= asked:
        raise FiguresDoNotFit("A part is negative or larger than its whole")
    if asked == 0:
        return None
    return Interval(said / asked, (said + undetermined + asked - answered) / asked)
