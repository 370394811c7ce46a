"""What agencies were asked and what came of it, counted in SQL over the counted rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from services.outcomes.engagement.views import AskedFor, Engaged, HoursView
from services.outcomes.statistics.dataset import Dataset
from shared.figures.disclosure import SMALLEST_PUBLISHED
from shared.reference.msp import AskedOf

NOBODY: Final = "nobody"
ASKED_OF: Final = (*map(str, AskedOf), NOBODY)

_ASKED: Final = """
SELECT agency_id,
  CASE WHEN subject <> 'request' THEN subject
       WHEN request_kind IS NULL THEN 'request_not_recorded'
       WHEN request_kind = 'action' THEN 'requested_action' ELSE request_kind END AS asked_for,
  CASE WHEN contributed_at IS NOT NULL THEN 'contributed'
       WHEN declined_at IS NOT NULL THEN 'declined'
       WHEN overdue_at IS NOT NULL AND acknowledged_at IS NULL THEN 'silent'
       WHEN overdue_at IS NOT NULL THEN 'overdue'
       WHEN ended_at IS NOT NULL THEN 'ended'
       WHEN acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'waiting' END AS state,
  date_diff('second', asked_at, least(acknowledged_at, contributed_at, declined_at)) / 3600.0
    AS until_heard,
  date_diff('second', asked_at, contributed_at) / 3600.0 AS until_contributed
FROM engagements
WHERE council_id = $council_id AND synthetic = $synthetic
AND england_day(coalesce(asked_at, least(acknowledged_at, contributed_at, declined_at, overdue_at,
                                         ended_at))) BETWEEN $first_day AND $last_day
"""

_STATES: Final = (
    f"SELECT agency_id, asked_for, state, count(*) AS count FROM ({_ASKED}) GROUP BY ALL"  # noqa: S608 - made of constants
)

_HOURS: Final = f"""
SELECT asked_for, agency_id, kind,
  count(until_heard) AS heard, quantile_cont(until_heard, [0.25, 0.5, 0.75]) AS hours_heard,
  count(until_contributed) AS contributed,
  quantile_cont(until_contributed, [0.25, 0.5, 0.75]) AS hours_contributed
FROM ({_ASKED}) JOIN (SELECT agency_id, kind FROM agencies WHERE synthetic = $synthetic)
  USING (agency_id)
GROUP BY GROUPING SETS ((asked_for, agency_id), (asked_for, kind))
"""  # noqa: S608 - the same

_CONVERSATIONS: Final = f"""
SELECT recorded_by_agency_id AS agency_id, coalesce(asked_of, '{NOBODY}') AS place,
       count(*) AS count
FROM conversations WHERE council_id = $council_id AND synthetic = $synthetic
AND held_on BETWEEN $first_day AND $last_day GROUP BY ALL
"""  # noqa: S608 - the same

_DESIRED: Final = """
SELECT recorded_by_agency_id, owner_agency_id, count(*) AS count FROM desired_outcomes
WHERE council_id = $council_id AND synthetic = $synthetic AND kind = $kind
AND concluded_on BETWEEN $first_day AND $last_day GROUP BY ALL
"""

_SEVERAL: Final = """
WITH took_part AS (
  SELECT case_id, agency_id FROM engagements
  WHERE subject IN ('contribution', 'request') AND contributed_at IS NOT NULL
  UNION SELECT case_id, recorded_by_agency_id FROM conversations
  UNION SELECT case_id, recorded_by_agency_id FROM desired_outcomes
)
SELECT count(*) AS concluded, count(*) FILTER ((
  SELECT count(DISTINCT agency_id) FROM took_part
  WHERE took_part.case_id = enquiries.case_id AND agency_id <> enquiries.council_id
) >= 2) AS several
FROM enquiries WHERE council_id = $council_id AND synthetic = $synthetic AND kind = $kind
AND concluded_on BETWEEN $first_day AND $last_day
"""

Tally = dict[UUID, dict[str, int]]
Whose = UUID | str
"""An agency, or a kind of agency."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Median and quartiles until an agency was first heard of, and until it contributed."""

    heard: HoursView | None
    contributed: HoursView | None


def count_states(dataset: Dataset, within: Mapping[str, Any]) -> dict[AskedFor, Tally]:
    """Return for each kind of thing that is asked how many stand in each state, by agency."""
    found: dict[AskedFor, Tally] = {each: defaultdict(_no_states) for each in AskedFor}
    for row in dataset.rows(_STATES, **_asked(within)):
        found[AskedFor(row["asked_for"])][row["agency_id"]][row["state"]] = row["count"]
    return found


def hours(dataset: Dataset, within: Mapping[str, Any]) -> dict[tuple[AskedFor, Whose], Hours]:
    """Return the hours of each agency and of each kind; none made of fewer than five."""
    return {
        (AskedFor(row["asked_for"]), row["agency_id"] or row["kind"]): Hours(
            _quartiles(row["heard"], row["hours_heard"]),
            _quartiles(row["contributed"], row["hours_contributed"]),
        )
        for row in dataset.rows(_HOURS, **_asked(within))
    }


def count_conversations(dataset: Dataset, within: Mapping[str, Any]) -> Tally:
    """Return by the agency that recorded them how many conversations were with whom."""
    found: Tally = defaultdict(lambda: dict.fromkeys(ASKED_OF, 0))
    for row in dataset.rows(_CONVERSATIONS, **_asked(within)):
        found[row["agency_id"]][row["place"]] = row["count"]
    return found


def count_desired(
    dataset: Dataset, within: Mapping[str, Any]
) -> dict[tuple[UUID | None, UUID | None], int]:
    """Return how many desired outcomes were recorded by whom and are owned by whom."""
    rows = dataset.rows(_DESIRED, **within)
    return {(row["recorded_by_agency_id"], row["owner_agency_id"]): row["count"] for row in rows}


def count_several(dataset: Dataset, within: Mapping[str, Any]) -> tuple[int, int]:
    """Return in how many of how many concluded enquiries several others contributed."""
    row = dataset.rows(_SEVERAL, **within)[0]
    return row["several"], row["concluded"]


def _asked(within: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a question that is not about enquiries names."""
    return {name: value for name, value in within.items() if name != "kind"}


def _no_states() -> dict[str, int]:
    return dict.fromkeys(map(str, Engaged), 0)


def _quartiles(count: int, found: list[float] | None) -> HoursView | None:
    if found is None or count < SMALLEST_PUBLISHED:
        return None
    return HoursView(lower_quartile=found[0], median=found[1], upper_quartile=found[2])
