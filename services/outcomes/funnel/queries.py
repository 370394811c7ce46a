"""The funnel, asked of the counted rows: one pass for each part of it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from services.outcomes.funnel.groups import GROUPINGS, NOT_RECORDED
from services.outcomes.funnel.limits import read_limits
from services.outcomes.funnel.standings import (
    ConcernStanding,
    Standing,
    concern_stages,
    differences,
    enquiry_stages,
    result_stages,
)
from services.outcomes.funnel.suppression import (
    SafeTally,
    Tally,
    safe_groups,
    safe_overlapping_groups,
    safe_tally,
)
from services.outcomes.funnel.views import Breakdown, FunnelGroup, FunnelView, ResultsBy
from services.outcomes.statistics.councils import agency_names
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.reference.care_act import EnquiryKind
from shared.reference.concerns import NEVER_WAS_ONE
from shared.reference.msp import Achieved, JudgedBy

_STANDING: Final = """
CASE WHEN asked = 'asked_and_expressed' THEN
       CASE achieved WHEN 'fully' THEN 'fully' WHEN 'partially' THEN 'partially'
                     WHEN 'not' THEN 'not_achieved' ELSE 'not_measured' END
     WHEN asked = 'asked_none_expressed' THEN 'none_expressed'
     WHEN has_died THEN 'not_applicable'
     WHEN asked = 'not_asked' THEN 'not_asked'
     ELSE 'unknown' END
"""

_CONCLUDED: Final = """
council_id = $council_id AND synthetic = $synthetic AND kind = $kind
AND concluded_on BETWEEN $first_day AND $last_day
"""

_CONCERNS: Final = """
SELECT coalesce(decision, 'undecided') AS standing, count(*) AS count FROM concerns
WHERE council_id = $council_id AND synthetic = $synthetic
AND raised_on BETWEEN $first_day AND $last_day
AND (withdrawn IS NULL OR withdrawn NOT IN (SELECT unnest($never_was_one)))
GROUP BY standing
"""

_RESULTS: Final = f"""
SELECT CASE WHEN derived THEN 'derived' ELSE achieved_judged_by END AS judged_by,
       achieved, count(*) AS count
FROM enquiries WHERE {_CONCLUDED} AND asked = 'asked_and_expressed' AND achieved IS NOT NULL
GROUP BY ALL
"""  # noqa: S608 - made of constants

JUDGES: Final = (*JudgedBy, "derived")


def read_funnel(
    dataset: Dataset,
    council_id: UUID,
    year: ReportingYear,
    kind: EnquiryKind,
    by: Breakdown | None,
    *,
    synthetic: bool,
) -> FunnelView:
    """Return the funnel of one council's year, with nothing in it that tells of a few people."""
    within = {
        "council_id": council_id,
        "synthetic": synthetic,
        "first_day": year.first_day,
        "last_day": year.last_day,
    }
    concerns = _counted(
        dataset.rows(_CONCERNS, never_was_one=sorted(NEVER_WAS_ONE), **within), ConcernStanding
    )
    within["kind"] = str(kind)
    whole, groups = _enquiries(dataset, by, within)
    safe = safe_tally(whole)
    return FunnelView(
        council_id=council_id,
        year=year.name,
        kind=kind,
        synthetic=synthetic,
        as_at=dataset.as_at,
        concerns=concern_stages(safe_tally(concerns)),
        enquiries=enquiry_stages(safe),
        results_by=_results_by(dataset, within, safe),
        limits=read_limits(dataset, within),
        broken_down_by=by,
        groups=_groups(by, groups, whole, safe, agency_names(dataset)),
    )


def _enquiries(
    dataset: Dataset, by: Breakdown | None, within: Mapping[str, Any]
) -> tuple[Tally, dict[str, Tally]]:
    """Return where the enquiries stand, and where those of each group do."""
    question = f"SELECT {_STANDING} AS standing, count(*) AS count FROM enquiries "  # noqa: S608 - made of constants
    rows = dataset.rows(f"{question} WHERE {_CONCLUDED} GROUP BY standing", **within)
    whole = _counted(rows, Standing)
    if by is None:
        return whole, {}
    grouping = GROUPINGS[by]
    of = grouping.expression if grouping.several else f"[{grouping.expression}]"
    question = (
        f"SELECT coalesce(one, '{NOT_RECORDED}') AS one, standing, count(*) AS count FROM ("  # noqa: S608 - the same
        f"SELECT unnest(CASE WHEN len({of}) > 0 THEN {of} ELSE [NULL] END) AS one, "
        f"{_STANDING} AS standing FROM enquiries WHERE {_CONCLUDED}) GROUP BY ALL"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in dataset.rows(question, **within):
        found.setdefault(row["one"], []).append(row)
    return whole, {group: _counted(found[group], Standing) for group in sorted(found)}


def _counted(rows: Iterable[Mapping[str, Any]], places: Iterable[str]) -> Tally:
    counts = {row["standing"]: row["count"] for row in rows}
    return {place: counts.get(place, 0) for place in places}


def _groups(
    by: Breakdown | None,
    groups: Mapping[str, Tally],
    whole: Tally,
    safe: SafeTally,
    names: Mapping[str, str],
) -> list[FunnelGroup]:
    if by is None:
        return []
    if GROUPINGS[by].several:
        shown = safe_overlapping_groups(groups, whole, safe)
    else:
        shown = safe_groups(groups, safe)
    return [
        FunnelGroup(
            group=group,
            name=names.get(group, group),
            stages=enquiry_stages(tally),
            against_the_rest=differences(tally, safe),
        )
        for group, tally in shown.items()
    ]


def _results_by(dataset: Dataset, within: Mapping[str, Any], whole: SafeTally) -> list[ResultsBy]:
    """Return the results by whose verdict they are; together they are the results of the whole."""
    levels = {Achieved.FULLY: Standing.FULLY, Achieved.PARTIALLY: Standing.PARTIALLY}
    counts: dict[str, dict[str, int]] = {
        str(judge): dict.fromkeys((*levels.values(), Standing.NOT_ACHIEVED), 0) for judge in JUDGES
    }
    for row in dataset.rows(_RESULTS, **within):
        level = levels.get(Achieved(row["achieved"]), Standing.NOT_ACHIEVED)
        counts[row["judged_by"]][level] = row["count"]
    measured = {place: whole[place] for place in counts[JUDGES[0]]}
    return [
        ResultsBy(judged_by=judge, stages=result_stages(tally, whole))
        for judge, tally in safe_groups(counts, measured).items()
    ]
