"""The body of the first honest report: every figure says what it is a part of."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from shared.http.inputs import View
from shared.reference.msp import JudgedBy


class MeasureView(View):
    """A count of something, out of how many of what.

    Where `denominator` names another measure of this report, `of` is that measure's count; both
    are null for a measure that is not a part of another. 0 of 0 says that there was nothing to
    count, not that something counted was none.
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


class StatisticsSummary(View):
    """What was asked, what was achieved, and what nobody recorded.

    `concerns` covers concerns raised in the period, with what was decided of them until now.
    `enquiries` covers enquiries opened in the period. The rest covers enquiries concluded in the
    period, whenever they were opened. `results` is the overall result of each enquiry; `results_by`
    splits it by whose verdict it was, or `derived` from verdicts on the desired outcomes.
    `verdicts_by` shows each judge's verdicts on desired outcomes apart: they are never pooled.
    """

    period: PeriodView
    cases: str
    synthetic: bool
    concerns: list[MeasureView]
    enquiries: list[MeasureView]
    asked: list[MeasureView]
    results: list[MeasureView]
    results_by: dict[str, list[MeasureView]]
    desired_outcomes: list[MeasureView]
    verdicts_by: dict[JudgedBy, list[MeasureView]]
