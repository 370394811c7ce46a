"""What agencies declare of their own approach, as it is shown beside what they did."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from services.outcomes.engagement.views import ApproachView
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.reference.approaches import Missing

_IN_FORCE: Final = """
SELECT agency_id, first_day, last_day, CAST(declared AS VARCHAR) AS declared FROM approaches
WHERE synthetic = $synthetic AND first_day <= $last_day AND last_day >= $first_day
ORDER BY last_day, first_day
"""


def approaches_in(
    dataset: Dataset, year: ReportingYear, *, synthetic: bool
) -> Mapping[UUID, ApproachView]:
    """Return the newest approach of each agency whose period touches the year.

    It stands beside what agencies did in the year and says nothing of why they did it.
    """
    rows = dataset.rows(
        _IN_FORCE, synthetic=synthetic, first_day=year.first_day, last_day=year.last_day
    )
    return {row["agency_id"]: _approach(row) for row in rows}


def _approach(row: Mapping[str, Any]) -> ApproachView:
    declared: Mapping[str, Any] = json.loads(row["declared"])
    trained, to_train = declared["people_trained"], declared["people_to_train"]
    return ApproachView(
        first_day=row["first_day"],
        last_day=row["last_day"],
        implementation=declared["implementation"],
        people_trained=trained,
        people_to_train=to_train,
        trained_share=_share(trained, to_train),
        staff_in_scope=declared["staff_in_scope"],
        specialist_team=declared["specialist_team"],
    )


def _share(trained: int | Missing, to_train: int | Missing) -> float | None:
    """Return a share of two numbers; what was not told, or does not fit, makes none."""
    if not isinstance(trained, int) or not isinstance(to_train, int):
        return None
    return trained / to_train if to_train > 0 and trained <= to_train else None
