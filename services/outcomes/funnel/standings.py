"""How far each concern and each enquiry came: every one stands in exactly one place. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from services.outcomes.funnel.suppression import ALL
from services.outcomes.funnel.views import DifferenceView, StageView
from services.outcomes.statistics.shares import share_of, shown
from services.outcomes.statistics.views import ShareView
from shared.figures.disclosure import Absent, Figure
from shared.figures.intervals import Rate, difference


class ConcernStanding(StrEnum):
    """What was decided of a concern."""

    SECTION_42 = "section_42"
    OTHER_ENQUIRY = "other_enquiry"
    NO_ENQUIRY_OTHER_ACTION = "no_enquiry_other_action"
    NO_FURTHER_ACTION = "no_further_action"
    UNDECIDED = "undecided"


class Standing(StrEnum):
    """How far a concluded enquiry came.

    Not applicable is an enquiry whose adult died before anybody was asked. Every other enquiry on
    the exchange is about an adult who could be: what is about no identified adult is no case here.
    """

    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NONE_EXPRESSED = "none_expressed"
    NOT_MEASURED = "not_measured"
    FULLY = "fully"
    PARTIALLY = "partially"
    NOT_ACHIEVED = "not_achieved"


_S = Standing
_MEASURED: Final = (_S.FULLY, _S.PARTIALLY, _S.NOT_ACHIEVED)
_EXPRESSED: Final = (_S.NOT_MEASURED, *_MEASURED)
_ASKED: Final = (_S.NONE_EXPRESSED, *_EXPRESSED)
_KNOWN: Final = (_S.NOT_ASKED, *_ASKED)
_APPLICABLE: Final = (_S.UNKNOWN, *_KNOWN)
_C = ConcernStanding
_ENQUIRIES: Final = (_C.SECTION_42, _C.OTHER_ENQUIRY)
_DECIDED: Final = (*_ENQUIRIES, _C.NO_ENQUIRY_OTHER_ACTION, _C.NO_FURTHER_ACTION)


def concern_stages(counts: Mapping[str, Figure]) -> list[StageView]:
    """Return how many concerns were decided, and how many of these led to an enquiry.

    What is undecided may still lead to one: it is missing, and in no denominator.
    """
    waiting = counts[_C.UNDECIDED]
    return [
        stage("concerns", counts, (ALL,)),
        stage("decided", counts, _DECIDED, of=("concerns", (ALL,))),
        stage("enquiries", counts, _ENQUIRIES, of=("decided", _DECIDED), missing=waiting),
        stage("section_42", counts, (_C.SECTION_42,), of=("enquiries", _ENQUIRIES)),
    ]


def enquiry_stages(counts: Mapping[str, Figure]) -> list[StageView]:
    """Return the funnel of concluded enquiries, each stage out of the one that it narrows.

    Whether somebody was asked is missing where nobody recorded it or knows, and a result where
    nobody judged: neither is in a denominator, so that it moves no share and widens its bounds.
    """
    unknown, unmeasured = counts[_S.UNKNOWN], counts[_S.NOT_MEASURED]
    stages = [
        stage("concluded", counts, (ALL,)),
        stage("msp_applicable", counts, _APPLICABLE, of=("concluded", (ALL,))),
        stage("asked_is_known", counts, _KNOWN, of=("msp_applicable", _APPLICABLE)),
        stage("asked", counts, _ASKED, of=("asked_is_known", _KNOWN), missing=unknown),
        stage("expressed", counts, _EXPRESSED, of=("asked", _ASKED), missing=unknown),
        stage("measured", counts, _MEASURED, of=("expressed", _EXPRESSED)),
    ]
    return stages + [
        stage(str(level), counts, (level,), of=("measured", _MEASURED), missing=unmeasured)
        for level in _MEASURED
    ]


def result_stages(results: Mapping[str, Figure], whole: Mapping[str, Figure]) -> list[StageView]:
    """Return how far results of one judge were achieved, out of all that this judge gave.

    Every enquiry in which something was expressed and this judge said nothing is missing.
    """
    measured, expressed = _sum(results, _MEASURED), _sum(whole, _EXPRESSED)
    silent = None if measured is None or expressed is None else expressed - measured
    return [stage("measured", results, _MEASURED)] + [
        stage(f"{level}", results, (level,), of=("measured", _MEASURED), missing=silent)
        for level in _MEASURED
    ]


def differences(group: Mapping[str, Figure], whole: Mapping[str, Figure]) -> list[DifferenceView]:
    """Return how a group differs from all others, in being asked and in getting what was wanted."""
    rest = {place: _without(whole[place], group[place]) for place in group}
    found = []
    for stage, parts, of in (("asked", _ASKED, _KNOWN), (str(_S.FULLY), (_S.FULLY,), _MEASURED)):
        mine, others = _rate(group, parts, of), _rate(rest, parts, of)
        interval = None if mine is None or others is None else difference(mine, others)
        found.append(DifferenceView(stage=stage, interval=shown(interval)))
    return found


def _rate(counts: Mapping[str, Figure], parts: Iterable[str], of: Iterable[str]) -> Rate | None:
    count, whole = _sum(counts, parts), _sum(counts, of)
    return None if count is None or whole is None else Rate(count, whole, 0)


def _without(whole: Figure, part: Figure) -> Figure:
    if isinstance(whole, int) and isinstance(part, int):
        return whole - part
    return Absent.SUPPRESSED


def stage(
    name: str,
    counts: Mapping[str, Figure],
    parts: Iterable[str],
    *,
    of: tuple[str, tuple[str, ...]] | None = None,
    missing: Figure | None = None,
) -> StageView:
    """Return one stage; its share is shown where both its counts are, bounds with `missing`."""
    count = _sum(counts, parts)
    if of is None:
        return StageView(stage=name, count=count, of=None, denominator=None, missing=None)
    whole = _sum(counts, of[1])
    left_out = missing if isinstance(missing, int) else None
    share = ShareView()
    if count is not None and whole is not None:
        share = share_of(count, whole, missing=left_out)
    return StageView(
        stage=name, count=count, of=whole, denominator=of[0], missing=left_out, **dict(share)
    )


def _sum(counts: Mapping[str, Figure], places: Iterable[str]) -> int | None:
    """Return how many stand in these places, or None where one of them is left out."""
    figures = [counts[place] for place in places]
    shown_ones = [figure for figure in figures if isinstance(figure, int)]
    return sum(shown_ones) if len(shown_ones) == len(figures) else None
