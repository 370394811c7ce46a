"""Do intervals and bounds hold the truth? Areas are made up, whose truth is known."""

from collections import Counter
from datetime import date

from deploy.synthesis.area import Plan
from deploy.synthesis.making import draw
from deploy.synthesis.truth import Quantity
from shared.figures.intervals import Rate

UNTIL = date(2026, 3, 31)


def study(areas: int, enquiries: int = 60) -> dict[str, int]:
    """Return how often, over made-up areas, intervals and bounds held what is true.

    `interval_held` counts areas whose interval of the share asked, had everything been written
    down, holds the chance that the area was drawn with: some 95 of 100. `bounds` and `bounds_held`
    count shares of what was written down and those whose worst and best case hold the area's own
    truth: all. `naive_missed` counts areas whose interval of desired outcomes that came true, by
    those who answered alone, misses what is true of all: often, since who got less answers less.
    """
    found = Counter(
        dict.fromkeys(
            ("areas", "interval_held", "bounds", "bounds_held", "naive_missed", "naive_too_high"), 0
        )
    )
    for seed in range(1, areas + 1):
        _, truth, _ = draw(Plan(enquiries, agencies=5, years=2, seed=seed, until=UNTIL))
        found["areas"] += 1
        interval = Rate(truth.asked.true, truth.asked.everybody, 0).interval
        found["interval_held"] += interval is not None and truth.asked_chance in interval
        for quantity in (truth.asked, truth.fully, truth.safer, *truth.asked_by_team.values()):
            found["bounds"] += 1
            found["bounds_held"] += holds(quantity)
        naive, true = truth.fully.rate, truth.fully.true / (truth.fully.everybody or 1)
        found["naive_missed"] += naive.interval is not None and true not in naive.interval
        found["naive_too_high"] += naive.rate is not None and naive.rate > true
    return dict(found)


def holds(quantity: Quantity) -> bool:
    """Tell whether the bounds of what was written down hold what is true."""
    if not quantity.everybody:
        return True
    worst, best = quantity.rate.worst_case, quantity.rate.best_case
    share = quantity.true / quantity.everybody
    return worst is not None and best is not None and worst <= share <= best
