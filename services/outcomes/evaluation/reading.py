"""What figures of an evaluation allow to be concluded and what they do not, in plain English. Pure.

Nothing here is called significant: a reader takes that for important.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.figures.bounds import undetermined_bounds
from shared.figures.errors import FiguresDoNotFit
from shared.figures.intervals import wilson
from shared.reference.evaluation import HowChosen

ROUNDING: Final = 1e-9
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a sentence is said. No standard sets them: they are the exchange's own."""

    low_response: float
    wide_bounds: float
    few_answers: int


THRESHOLDS: Final = Thresholds(low_response=0.6, wide_bounds=0.2, few_answers=30)
"""Proportions from 0 to 1, and a number of people who answered."""


STAND_FOR_OTHERS: Final = frozenset({HowChosen.ALL_INVITED, HowChosen.RANDOM})
"""Of whom an interval says anything: for the rest chance had no part in who was asked."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one answer; proportions from 0 to 1, and None for what is not known.

    `response` is of those asked, `share` and `too_soon` are of those who answered: who said it,
    and who said that it is too soon to say. `differing` names in what those who answered differ
    from those who did not by more than chance; None where nobody compared them.
    """

    response: float
    share: float
    too_soon: float
    answered: int | None
    adults: int | None
    chosen: HowChosen | None
    differing: tuple[str, ...] | None

    def __post_init__(self) -> None:
        """Raise `FiguresDoNotFit` for what contradicts itself."""
        undetermined_bounds(self.response, self.share, self.too_soon)
        if self.answered is not None and (self.answered > 0) is not (self.response > 0):
            raise FiguresDoNotFit("Somebody answered exactly where the response is not 0")
        if self.adults is not None and (self.answered is None or self.adults > self.answered):
            raise FiguresDoNotFit("Adults are a part of those who answered")


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be concluded, and what may not; each is a sentence or two."""

    may: tuple[str, ...]
    may_not: tuple[str, ...]

    @property
    def page(self) -> str:
        """All of it as plain text, under two headings."""
        parts = (("What may be concluded", self.may), ("What may not be concluded", self.may_not))
        return "\n\n".join(
            "\n".join((heading, *(f"- {sentence}" for sentence in sentences or ("Nothing.",))))
            for heading, sentences in parts
        )


def read(figures: Figures) -> Reading:
    """Return what the figures of one answer allow to be concluded."""
    if figures.response == 0:
        return Reading((), ("Nothing can be said: nobody answered.",))
    return Reading(tuple(_may(figures)), tuple(_may_not(figures)))


def percent(proportion: float) -> str:
    """Return a percentage to one decimal place, and to none where that is a whole number."""
    return f"{proportion * 100:.1f}".removesuffix(".0") + "%"


def _may(figures: Figures) -> Iterator[str]:
    yield f"{percent(figures.response)} of those asked answered."
    yield f"{percent(figures.share)} of those who answered said so."
    if figures.too_soon:
        yield f"{percent(figures.too_soon)} of those who answered said it is too soon to say."
    found = undetermined_bounds(figures.response, figures.share, figures.too_soon)
    if found.width > ROUNDING:
        yield (
            f"Between {percent(found.low)} and {percent(found.high)} of all who were asked would"
            f" say so, whatever would come from {_open(figures)}."
        )
    if found.low > HALF + ROUNDING:
        yield "More than half of all who were asked would say so."
    if found.high < HALF - ROUNDING:
        yield "Fewer than half of all who were asked would say so."


def _may_not(figures: Figures) -> Iterator[str]:
    found = undetermined_bounds(figures.response, figures.share, figures.too_soon)
    if found.low - ROUNDING <= HALF <= found.high + ROUNDING and found.width > ROUNDING:
        yield "Whether more or fewer than half of all who were asked would say so."
    if found.width >= THRESHOLDS.wide_bounds - ROUNDING:
        points = percent(found.width).removesuffix("%")
        yield f"How many of all who were asked would say so: the bounds are {points} points apart."
    if figures.response < THRESHOLDS.low_response - ROUNDING:
        yield (
            f"That those who answered stand for the rest: fewer than"
            f" {percent(THRESHOLDS.low_response)} of those asked answered."
        )
    yield from _who_answered(figures)
    if figures.response < 1:
        yield _alike(figures.differing)
    yield _beyond(figures.chosen)
    yield "What brought it about: nothing here says what would have happened otherwise."


def _who_answered(figures: Figures) -> Iterator[str]:
    if figures.answered is None:
        yield "How far chance may carry the share: how many people answered is not given."
    elif figures.answered < THRESHOLDS.few_answers:
        yield f"Anything from the share alone: fewer than {THRESHOLDS.few_answers} people answered."
    elif figures.chosen in STAND_FOR_OTHERS:
        sure = wilson(figures.share, figures.answered)
        if sure is not None:
            yield (
                f"A more exact share than from {percent(sure.low)} to {percent(sure.high)} (95%"
                " interval): chance alone may carry it so far, even if the silent are no different."
            )
    if figures.adults is not None and figures.adults < THRESHOLDS.few_answers:
        yield (
            "What adults themselves would say: fewer than"
            f" {THRESHOLDS.few_answers} adults answered for themselves."
        )


def _open(figures: Figures) -> str:
    silent = (
        f"the {percent(1 - figures.response)} who did not answer" if figures.response < 1 else ""
    )
    early = "those for whom it is too soon" if figures.too_soon else ""
    return " and ".join(part for part in (silent, early) if part)


def _alike(differing: tuple[str, ...] | None) -> str:
    if differing is None:
        return "That those who answered are like those who did not: nobody compared them."
    if not differing:
        return (
            "That those who did not answer would have said the same: no difference beyond chance"
            " was found in what was compared, and what they think is in none of it."
        )
    return (
        "That those who answered are like those who did not: they differ by more than chance in"
        f" {', '.join(differing)}."
    )


def _beyond(chosen: HowChosen | None) -> str:
    match chosen:
        case None:
            return "Anything about people who were not asked: how people were chosen is not given."
        case HowChosen.ALL_INVITED:
            return "Anything about other places or times: everybody here was asked, nobody else."
        case HowChosen.RANDOM:
            return "Anything about people outside the list that chance picked from."
        case HowChosen.VOLUNTEER:
            return "Anything about people who were not asked: those asked came forward themselves."
        case HowChosen.NOMINATED:
            return "Anything about people who were not asked: somebody picked those who were."
        case HowChosen.SNOWBALL:
            return "Anything about people who were not asked: each was named by another."
