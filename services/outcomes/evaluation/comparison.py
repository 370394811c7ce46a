"""Whether those who answered are like those who did not, in what is known of both. Pure.

Counts go in and out exactly as they are: whoever publishes them hides what is small first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import Interval, Rate, difference

ERROR: Final = 0.05
"""How often chance alone would mark a difference, over all comparisons made together."""


@dataclass(frozen=True, slots=True)
class GroupCompared:
    """A group's share of the frame and of the respondents; `gap` is the second less the first.

    `interval` is that of the gap; None where everybody answered or nobody did.
    """

    group: str
    frame: Rate
    respondents: Rate
    gap: float | None
    interval: Interval | None

    @property
    def differs(self) -> bool:
        """Tell whether the gap is more than chance would bring about."""
        return self.interval is not None and 0 not in self.interval


def compare(
    frame: Mapping[str, int], respondents: Mapping[str, int], *, comparisons: int
) -> tuple[GroupCompared, ...]:
    """Return each group of one characteristic, in the order of `frame`; both count people.

    `comparisons` is how many groups are compared in the whole report: each interval is so much
    wider (Bonferroni) that chance marks one anywhere in the report in 5% of reports at most.

    Respondents are a part of the frame, and Newcombe's interval is for different people. So those
    who answered are set against those who did not: the gap to the frame is that difference times
    the proportion who did not answer, and so is its interval. Raises `FiguresDoNotFit` where more
    answered in a group than are in it, or `comparisons` is no number of comparisons.
    """
    if comparisons < 1 or any(not 0 <= n <= frame.get(at, 0) for at, n in respondents.items()):
        raise FiguresDoNotFit("More answered in a group than are in the frame, or none is compared")
    everybody, answered = sum(frame.values()), sum(respondents.values())
    silent = everybody - answered
    z = NormalDist().inv_cdf(1 - ERROR / 2 / comparisons)
    found = []
    for group, people in frame.items():
        said = respondents.get(group, 0)
        ours, all_of_them = Rate(said, answered, 0), Rate(people, everybody, 0)
        apart = difference(ours, Rate(people - said, silent, 0), z)
        scale = silent / everybody if everybody else 0.0
        found.append(
            GroupCompared(
                group,
                all_of_them,
                ours,
                None if not answered else said / answered - people / everybody,
                None if apart is None else Interval(scale * apart.low, scale * apart.high),
            )
        )
    return tuple(found)
