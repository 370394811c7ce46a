"""The bodies of the funnel of Making Safeguarding Personal."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.outcomes.statistics.views import RangeView, ShareView
from shared.http.inputs import View
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import LimitationReason


class Breakdown(StrEnum):
    """What the funnel can be broken down by; `agency` is the one that raised the first concern.

    An enquiry with several types of abuse or sources of risk is in the funnel of each.
    """

    TEAM = "team"
    AGENCY = "agency"
    ABUSE_TYPE = "abuse_type"
    SOURCE_OF_RISK = "source_of_risk"
    SETTING = "setting"
    QUARTER = "quarter"
    AGE_BAND = "age_band"
    GENDER = "gender"
    ETHNICITY = "ethnicity"
    PRIMARY_SUPPORT_REASON = "primary_support_reason"
    LACKED_CAPACITY = "lacked_capacity"


class StageView(ShareView):
    """How many came so far, out of how many of the stage before (`denominator` names it).

    `missing` are those of whom it is not known: they are in neither count. A count of null is left
    out, since it is small or would tell a small one; so is the share then.
    """

    stage: str
    count: int | None
    of: int | None
    denominator: str | None
    missing: int | None


class DifferenceView(View):
    """How much larger a share is in this group than in all the others together, from -1 to 1.

    `interval` holds it with 95% confidence (Newcombe); where 0 is in it, chance alone may have
    made the difference. Null where a count that it is made of is left out.
    """

    stage: str
    interval: RangeView | None


class FunnelGroup(View):
    """The funnel of one group; `group` is a code, a team's name, an agency's id or a quarter."""

    group: str
    name: str
    stages: list[StageView]
    against_the_rest: list[DifferenceView]


class ResultsBy(View):
    """Results by whose verdict they are, never pooled; `derived` are made of several verdicts."""

    judged_by: str
    stages: list[StageView]


class LimitView(View):
    """Desired outcomes that could not be delivered for one reason, and how many were told why.

    One with several reasons is in each.
    """

    reason: LimitationReason
    stages: list[StageView]


class WantedView(View):
    """What the adult said came of desired outcomes, of those that could be delivered or not."""

    limited: bool
    stages: list[StageView]


class LimitsView(View):
    """What could not be delivered in full; it stays in every other count.

    `results_by_adult` are the adult's own verdicts alone.
    """

    stages: list[StageView]
    by_reason: list[LimitView]
    results_by_adult: list[WantedView]


class FunnelView(View):
    """From concerns to what the adult wanted coming true, of the cases that one council leads.

    `concerns` are those raised in the year, `enquiries` those of one kind concluded in it. Counts
    below five are left out, with what would tell them; everybody reads the same figures.
    """

    council_id: UUID
    year: str
    kind: EnquiryKind
    synthetic: bool
    as_at: datetime
    concerns: list[StageView]
    enquiries: list[StageView]
    results_by: list[ResultsBy]
    limits: LimitsView
    broken_down_by: Breakdown | None
    groups: list[FunnelGroup]
