"""What the funnel is broken down by, in SQL over the counted rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.outcomes.funnel.views import Breakdown
from services.outcomes.statistics.people import AGE_BAND

NOT_RECORDED: Final = "not_recorded"


@dataclass(frozen=True, slots=True)
class Grouping:
    """An SQL expression for the group of an enquiry; a list of them where it may be in several."""

    expression: str
    several: bool = False


GROUPINGS: Final[Mapping[Breakdown, Grouping]] = {
    Breakdown.TEAM: Grouping("team"),
    Breakdown.AGENCY: Grouping("CAST(raised_by_agency_id AS VARCHAR)"),
    Breakdown.ABUSE_TYPE: Grouping(
        "list_distinct(coalesce([risk.type FOR risk IN risks], abuse_types))", several=True
    ),
    Breakdown.SOURCE_OF_RISK: Grouping(
        "list_distinct(coalesce([risk.source FOR risk IN risks], sources_of_risk))", several=True
    ),
    Breakdown.SETTING: Grouping("location"),
    Breakdown.QUARTER: Grouping("strftime(date_trunc('quarter', concluded_on), '%Y-%m')"),
    Breakdown.AGE_BAND: Grouping(AGE_BAND),
    Breakdown.GENDER: Grouping("gender"),
    Breakdown.ETHNICITY: Grouping("ethnicity"),
    Breakdown.PRIMARY_SUPPORT_REASON: Grouping("primary_support_reason"),
    Breakdown.LACKED_CAPACITY: Grouping("lacked_capacity"),
}
