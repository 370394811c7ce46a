"""A figure, what it is measured against, and how it is printed."""

import json
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")

_LINE = "{row:<3} {name:<58} {ours:>10} {floor:>10} {unit:<6} {ratio:>7} {goal:<9} {verdict}"


@dataclass(frozen=True)
class Goal:
    """A bound that a ratio, or a figure that has no floor, is held to."""

    sign: str
    bound: float

    def is_met(self, value: float) -> bool:
        return value >= self.bound if self.sign == ">=" else value < self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


def at_least(bound: float) -> Goal:
    return Goal(">=", bound)


def under(bound: float) -> Goal:
    return Goal("<", bound)


@dataclass(frozen=True)
class Figure:
    """One measured figure. `spread` holds the smallest and largest ratio of its repetitions."""

    row: int
    name: str
    unit: str
    ours: float
    floor: float | None = None
    ratio: float | None = None
    spread: tuple[float, float] | None = None
    goal: Goal | None = None

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.goal.is_met(self.ours if self.ratio is None else self.ratio)

    def as_line(self) -> str:
        return _LINE.format(
            row=self.row,
            name=self.name,
            ours=_short(self.ours),
            floor=_short(self.floor),
            unit=self.unit,
            ratio="" if self.ratio is None else f"{self.ratio:.2f}",
            goal=str(self.goal or ""),
            verdict={True: "met", False: "not met", None: ""}[self.is_met],
        ).rstrip()

    def as_json(self) -> dict[str, object]:
        goal = None if self.goal is None else str(self.goal)
        return {**asdict(self), "goal": goal, "is_met": self.is_met}


def compared(
    row: int, name: str, unit: str, pairs: Sequence[tuple[float, float]], goal: Goal | None = None
) -> Figure:
    """Return a figure from pairs of ours and floor, each pair measured right after each other.

    Its ratio is the median of the pairs' ratios, which other load on the machine moves least.
    """
    ratios = [ours / floor for ours, floor in pairs]
    return Figure(
        row,
        name,
        unit,
        median(ours for ours, _ in pairs),
        median(floor for _, floor in pairs),
        median(ratios),
        (min(ratios), max(ratios)),
        goal,
    )


async def alternate(
    repetitions: int, ours: Callable[[], Awaitable[T]], floor: Callable[[], Awaitable[T]]
) -> list[tuple[T, T]]:
    """Measure ours and the floor in turn, each of them first every other time."""
    pairs = []
    for repetition in range(repetitions):
        if repetition % 2:
            at_floor = await floor()
            pairs.append((await ours(), at_floor))
        else:
            at_ours = await ours()
            pairs.append((at_ours, await floor()))
    return pairs


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def header() -> str:
    return _LINE.format(
        row="row", name="", ours="ours", floor="floor", unit="", ratio="ratio", goal="goal",
        verdict="",
    )  # fmt: skip


def summary(figures: Sequence[Figure], about: dict[str, object]) -> str:
    """Return everything as one line of JSON, for whoever keeps figures over time."""
    return json.dumps({**about, "figures": [figure.as_json() for figure in figures]}, default=_cut)


def _cut(value: object) -> str:
    return str(value)


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
