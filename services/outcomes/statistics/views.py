"""The body of the first honest report: every figure says what it is a part of."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from shared.http.inputs import View
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import Achieved, JudgedBy


class RangeView(View):
    """From the lowest value to the highest; a share lies between 0 and 1."""

    low: float
    high: float


class ShareView(View):
    """How sure a share is.

    `interval` is where it lies with 95% confidence (Wilson), if what was counted stands for the
    rest; null for 0 of 0. `bounds` is what it could be if those whose answer is missing had been
    counted too, from none of them to all; null where nobody is missing by the nature of the
    measure. What is missing widens the bounds and moves no share.
    """

    interval: RangeView | None = None
    bounds: RangeView | None = None


class MeasureView(ShareView):
    """A count of something, out of how many of what, and how sure that share is.

    Where `denominator` names another measure, `of` is that measure's count; below `concluded` it
    is a measure of the same kind of enquiry. Both are null for a measure that is not a part of
    another. 0 of 0 says that there was nothing to count, not that something counted was none.
    """

    measure: str
    count: int
    of: int | None
    denominator: str | None


class PeriodView(View):
    """The days that the report covers, both included; null leaves that end open."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    first_day: Annotated[date | None, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="to")]
    time_zone: str


class AgreementView(View):
    """How the adult's verdicts and the worker's go together, where both judged a desired outcome.

    `table` has the adult's verdict first, then the worker's. `kappa` (Cohen, with its 95% interval)
    is 1 where they always agree and 0 where no more than chance would have it; null where there is
    no such desired outcome, or all were judged the same by both. The interval is null where there
    are too few pairs. Neither verdict counts for the other.
    """

    same: MeasureView
    table: dict[Achieved, dict[Achieved, int]]
    kappa: float | None
    kappa_interval: RangeView | None


class ConcludedView(View):
    """What was asked and achieved in concluded enquiries of one kind, and what nobody recorded.

    In `asked`, the measure `asked` is asked_and_expressed and asked_none_expressed together; beside
    it are the five answers of SAC table SG4a. `results` is the overall result of each enquiry;
    `results_by` splits it by whose verdict it was, or `derived` from verdicts on the desired
    outcomes. `verdicts_by` shows each judge's verdicts on desired outcomes apart: they are never
    pooled. A desired outcome that is limited or no longer wanted stays in its denominator; what was
    negotiated from another is in none of these, and counted beside (`negotiated_verdicts_by`).
    `agreement` shows how the adult's and the worker's go together.
    """

    asked: list[MeasureView]
    results: list[MeasureView]
    results_by: dict[str, list[MeasureView]]
    desired_outcomes: list[MeasureView]
    verdicts_by: dict[JudgedBy, list[MeasureView]]
    negotiated_verdicts_by: dict[JudgedBy, list[MeasureView]]
    agreement: AgreementView


class StatisticsSummary(View):
    """What was raised and decided; what was asked and achieved; and what nobody recorded.

    `concerns` covers concerns raised in the period, with what was decided of them until now.
    `enquiries` covers enquiries opened in the period. `concluded` covers enquiries concluded in the
    period, whenever they were opened: section 42 and other enquiries apart, as in SAC table SG4a.
    """

    period: PeriodView
    cases: str
    synthetic: bool
    concerns: list[MeasureView]
    enquiries: list[MeasureView]
    concluded: dict[EnquiryKind, ConcludedView]
