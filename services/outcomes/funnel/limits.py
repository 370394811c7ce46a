"""What could not be delivered as wanted: it stays in every count, and is shown apart, by reason."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.outcomes.funnel.standings import stage
from services.outcomes.funnel.suppression import (
    ALL,
    SafeTally,
    Tally,
    safe_groups,
    safe_overlapping_groups,
    safe_tally,
)
from services.outcomes.funnel.views import LimitsView, LimitView, StageView, WantedView
from services.outcomes.statistics.dataset import Dataset

DELIVERABLE: Final = "deliverable"
TOLD: Final = "told"
NOT_TOLD: Final = "not_told"
_LIMITED: Final = (TOLD, NOT_TOLD)
_PLACES: Final = (DELIVERABLE, *_LIMITED)
_LEVELS: Final = ("fully", "partially", "not")
_SILENT: Final = "not_judged"

_WANTED: Final = """
council_id = $council_id AND synthetic = $synthetic AND kind = $kind AND NOT negotiated
AND concluded_on BETWEEN $first_day AND $last_day
"""

_PLACE: Final = """
CASE WHEN NOT limited THEN 'deliverable' WHEN adult_was_told THEN 'told' ELSE 'not_told' END
"""

_STANDINGS: Final = f"""
SELECT {_PLACE} AS standing, count(*) AS count FROM desired_outcomes
WHERE {_WANTED} GROUP BY standing
"""  # noqa: S608 - made of constants

_REASONS: Final = f"""
SELECT reason AS one, {_PLACE} AS standing, count(*) AS count
FROM (SELECT *, unnest(limitation_reasons) AS reason FROM desired_outcomes
      WHERE {_WANTED} AND limited)
GROUP BY ALL ORDER BY one
"""  # noqa: S608 - the same

_RESULTS: Final = f"""
SELECT limited AS one, coalesce(by_adult, 'not_judged') AS standing, count(*) AS count
FROM desired_outcomes WHERE {_WANTED} GROUP BY ALL
"""  # noqa: S608 - the same


def read_limits(dataset: Dataset, within: Mapping[str, Any]) -> LimitsView:
    """Return what could not be delivered of what was wanted, and whether the adult was told why.

    Of desired outcomes in concluded enquiries; what was negotiated from another is none of them.
    `within` are the named values of a council, kind and year.
    """
    tally = _tally(dataset.rows(_STANDINGS, **within), _PLACES)
    safe = safe_tally(tally)
    limited: Tally = {place: tally[place] for place in _LIMITED}
    safe_limited: SafeTally = {place: safe[place] for place in _LIMITED}
    reasons = _by_group(dataset.rows(_REASONS, **within), _LIMITED)
    results = _by_group(dataset.rows(_RESULTS, **within), (*_LEVELS, _SILENT))
    of_all = _sum_of(results.values())
    places = {"True": _LIMITED, "False": (DELIVERABLE,)}
    told = [
        group for group, of in places.items() if all(isinstance(safe[each], int) for each in of)
    ]
    return LimitsView(
        stages=[
            stage("desired_outcomes", safe, (ALL,)),
            stage("limited", safe, _LIMITED, of=("desired_outcomes", (ALL,))),
            stage("explained", safe, (TOLD,), of=("limited", _LIMITED)),
        ],
        by_reason=[
            LimitView(reason=reason, stages=_explained(counts))
            for reason, counts in safe_overlapping_groups(reasons, limited, safe_limited).items()
        ],
        results_by_adult=[
            WantedView(limited=group == "True", stages=_judged(counts))
            for group, counts in safe_groups(results, safe_tally(of_all), told=told).items()
        ],
    )


def _explained(counts: SafeTally) -> list[StageView]:
    return [
        stage("limited", counts, _LIMITED),
        stage("explained", counts, (TOLD,), of=("limited", _LIMITED)),
    ]


def _judged(counts: SafeTally) -> list[StageView]:
    """Return what the adult said of these; what the adult said nothing of is missing."""
    judged = stage("judged", counts, _LEVELS)
    silent = counts[_SILENT]
    return [judged] + [
        stage(level, counts, (level,), of=("judged", _LEVELS), missing=silent) for level in _LEVELS
    ]


def _by_group(rows: Iterable[Mapping[str, Any]], places: Iterable[str]) -> dict[str, Tally]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row["one"]), []).append(row)
    return {group: _tally(found[group], tuple(places)) for group in sorted(found)}


def _tally(rows: Iterable[Mapping[str, Any]], places: Iterable[str]) -> Tally:
    counts = {row["standing"]: row["count"] for row in rows}
    return {place: counts.get(place, 0) for place in places}


def _sum_of(tallies: Iterable[Tally]) -> Tally:
    total = dict.fromkeys((*_LEVELS, _SILENT), 0)
    for tally in tallies:
        for place, count in tally.items():
            total[place] += count
    return total
