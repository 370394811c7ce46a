"""Making those who answered stand for all who were asked: cell weights, raking, and their cost.

Weights put right that groups answered unequally often. They can't put right that, within a group,
those who answered differ from those who did not; `bounds` says what holds without assuming that.
"""

from collections.abc import Hashable, Mapping, Sequence
from math import fsum
from typing import Final, TypeVar

from shared.figures.errors import DidNotConverge, EmptyCells, FiguresDoNotFit

CellT = TypeVar("CellT", bound=Hashable)

Margins = Mapping[str, Mapping[str, float]]
"""For each characteristic, how many of the frame are in each of its groups."""

TOLERANCE: Final = 1e-9
MOST_ROUNDS: Final = 1000


def cell_weights(
    frame: Mapping[CellT, int], respondents: Mapping[CellT, int]
) -> dict[CellT, float]:
    """Return for each cell with people how many of the frame each respondent of it stands for.

    `frame` and `respondents` are counts of people. Weights of all respondents add up to the frame.
    Raises `EmptyCells` naming every cell of the frame in which nobody answered: join it with
    another and say so. Raises `FiguresDoNotFit` where more answered than there are. Source: Holt &
    Smith 1979, Journal of the Royal Statistical Society A 142:33 (post-stratification).
    """
    if any(not 0 <= count <= frame.get(cell, 0) for cell, count in respondents.items()):
        raise FiguresDoNotFit("More answered in a cell than are in the frame")
    empty = [str(cell) for cell, people in frame.items() if people and not respondents.get(cell)]
    if empty:
        raise EmptyCells(empty)
    return {cell: people / respondents[cell] for cell, people in frame.items() if people}


def rake(
    respondents: Sequence[Mapping[str, str]],
    margins: Margins,
    *,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> list[float]:
    """Return a weight for each respondent such that every margin of the frame is met.

    A respondent is a mapping of each characteristic of `margins` to their group. Ready when no
    margin is off by more than `tolerance` of it. Raises `EmptyCells` for a group in which nobody
    answered, `FiguresDoNotFit` where a group is in no margin or margins differ in how many people
    there are, and `DidNotConverge`. Source: Deming & Stephan 1940, Annals of Mathematical
    Statistics 11:427 (iterative proportional fitting).
    """
    _check(respondents, margins, tolerance)
    weights = [1.0] * len(respondents)
    for _ in range(most_rounds):
        for name, groups in margins.items():
            sums = _sums(respondents, weights, name)
            if not all(sums.values()):
                raise DidNotConverge("Answers are in too few cells for any weights to fit")
            weights = [
                weight * groups[respondent[name]] / sums[respondent[name]]
                for weight, respondent in zip(weights, respondents, strict=True)
            ]
        if _furthest_off(respondents, weights, margins) <= tolerance:
            return weights
    raise DidNotConverge(f"Margins were still not met after {most_rounds} rounds")


def effective_size(weights: Sequence[float]) -> float | None:
    """Return Kish's effective sample size: how many equally weighted answers are worth as much.

    (sum of weights) squared over the sum of squares; None without a weight above 0. Source: Kish
    1965, "Survey Sampling", section 11.7. Raises `FiguresDoNotFit` for a negative weight.
    """
    if any(not weight >= 0 for weight in weights):
        raise FiguresDoNotFit("A weight is not negative")
    largest = max(weights, default=0.0)
    if largest == 0:
        return None
    scaled = [weight / largest for weight in weights]
    return fsum(scaled) ** 2 / fsum(weight * weight for weight in scaled)


def _check(respondents: Sequence[Mapping[str, str]], margins: Margins, tolerance: float) -> None:
    totals = [fsum(groups.values()) for groups in margins.values()]
    if not totals or any(people < 0 for groups in margins.values() for people in groups.values()):
        raise FiguresDoNotFit("There is no margin, or a negative one")
    if max(totals) - min(totals) > tolerance * max(totals):
        raise FiguresDoNotFit("Margins differ in how many people there are")
    empty: list[str] = []
    for name, groups in margins.items():
        answered = {respondent.get(name) for respondent in respondents}
        if any(not groups.get(group or "") for group in answered):
            raise FiguresDoNotFit(f"A respondent is in no group of the margin {name}")
        empty += [
            f"{name} {group}"
            for group, people in groups.items()
            if people and group not in answered
        ]
    if empty:
        raise EmptyCells(empty)


def _sums(
    respondents: Sequence[Mapping[str, str]], weights: Sequence[float], name: str
) -> dict[str, float]:
    """Return the sum of weights for each group of one characteristic."""
    sums: dict[str, float] = {}
    for respondent, weight in zip(respondents, weights, strict=True):
        sums[respondent[name]] = sums.get(respondent[name], 0.0) + weight
    return sums


def _furthest_off(
    respondents: Sequence[Mapping[str, str]], weights: Sequence[float], margins: Margins
) -> float:
    """Return the largest distance from a margin, as a proportion of it."""
    sums = {name: _sums(respondents, weights, name) for name in margins}
    return max(
        (
            abs(sums[name][group] - people) / people
            for name, groups in margins.items()
            for group, people in groups.items()
            if people
        ),
        default=0.0,
    )
