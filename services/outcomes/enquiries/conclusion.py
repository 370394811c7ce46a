"""What an enquiry came to, by the rules of the Safeguarding Adults Collection (SG4a). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.reference.msp import Achieved, Asked, JudgedBy

_BEST_FIRST = (
    Asked.ASKED_AND_EXPRESSED,
    Asked.ASKED_NONE_EXPRESSED,
    Asked.NOT_ASKED,
    Asked.DONT_KNOW,
    Asked.NOT_RECORDED,
)

NEAREST_FIRST = (JudgedBy.ADULT, JudgedBy.REPRESENTATIVE, JudgedBy.ADVOCATE, JudgedBy.WORKER)
"""Whose verdict decides. A representative speaks from the adult's own life and so comes before an
advocate, who speaks for the adult but was brought in; the worker judges own work and comes last."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, as far as a rule asks."""

    verdict_id: UUID
    judged_by: JudgedBy
    achieved: Achieved
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """Whether what the adult wanted came about.

    Nothing achieved (None) means not recorded, never "not achieved". `judged_by` is None where
    nothing was recorded, or where a derived result rests on verdicts of several judges.
    """

    achieved: Achieved | None = None
    judged_by: JudgedBy | None = None
    derived: bool = False


def best_answer(answers: Iterable[Asked]) -> Asked:
    """Return the enquiry's one answer: the best over its conversations, or not recorded.

    One occasion on which the adult was asked is enough for "asked"; a plain "not asked" tells
    more than "don't know"; and with no conversation on record there is nothing to report.
    """
    return min(answers, key=_BEST_FIRST.index, default=Asked.NOT_RECORDED)


def newest_by_judge(judgements: Iterable[Judgement]) -> dict[JudgedBy, Judgement]:
    """Return the newest judgement of each judge; of two given at once, the one recorded last.

    The judgements come in the order in which they were recorded.
    """
    return {judgement.judged_by: judgement for judgement in sorted(judgements, key=_given_at)}


def result_of(
    asked: Asked,
    overall: Collection[Judgement],
    of_each: Collection[Collection[Judgement]],
) -> Result:
    """Return the overall result: the nearest judge's overall verdict, else a derived one.

    `of_each` holds the judgements on each desired outcome, empty where nobody judged it. A result
    is derived only when every desired outcome was judged, since what nobody judged says nothing.
    Each counts with its own nearest judge: all fully is fully, all not is not, else partially.
    """
    if asked is not Asked.ASKED_AND_EXPRESSED:
        return Result()
    if nearest := _nearest(overall):
        return Result(nearest.achieved, nearest.judged_by)
    deciding = [_nearest(judgements) for judgements in of_each]
    judged = [judgement for judgement in deciding if judgement is not None]
    if not judged or len(judged) < len(deciding):
        return Result()
    achieved = {judgement.achieved for judgement in judged}
    judges = {judgement.judged_by for judgement in judged}
    return Result(
        achieved.pop() if len(achieved) == 1 else Achieved.PARTIALLY,
        judges.pop() if len(judges) == 1 else None,
        derived=True,
    )


def _nearest(judgements: Iterable[Judgement]) -> Judgement | None:
    newest = newest_by_judge(judgements)
    return next((newest[judge] for judge in NEAREST_FIRST if judge in newest), None)


def _given_at(judgement: Judgement) -> datetime:
    return judgement.given_at
