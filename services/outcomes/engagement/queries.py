"""How agencies took part, asked of the counted rows: one figure for all, and one's own exactly."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from services.outcomes.engagement.approaches import approaches_in
from services.outcomes.engagement.assembly import (
    NOBODY_ID,
    Figures,
    exact_figures,
    safe_figures,
    taking_part,
)
from services.outcomes.engagement.counting import (
    count_conversations,
    count_desired,
    count_several,
    count_states,
    hours,
)
from services.outcomes.engagement.views import (
    AgencyEngagement,
    EngagementView,
    KindEngagement,
    OwnEngagementView,
    SeveralView,
)
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from services.outcomes.statistics.shares import share_of
from shared.figures.disclosure import SMALLEST_PUBLISHED, suppress_list
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import EnquiryKind

_AGENCIES = """
SELECT agency_id, any_value(name) AS name, any_value(kind) AS kind FROM agencies
WHERE synthetic = $synthetic GROUP BY agency_id ORDER BY name, agency_id
"""


def read_engagement(
    dataset: Dataset, council_id: UUID, year: ReportingYear, kind: EnquiryKind, *, synthetic: bool
) -> EngagementView:
    """Return how every agency took part, with nothing in it that tells of a few."""
    within = _within(council_id, year, kind, synthetic=synthetic)
    figures = _figures(dataset, within)
    agencies = _agencies(dataset, figures.agencies(), synthetic=synthetic)
    kinds = {agency: row["kind"] for agency, row in agencies.items()}
    safe = safe_figures(figures, kinds)
    declared = approaches_in(dataset, year, synthetic=synthetic)
    return EngagementView(
        council_id=council_id,
        year=year.name,
        kind=kind,
        synthetic=synthetic,
        as_at=dataset.as_at,
        several_contributed=_several(*count_several(dataset, within)),
        kinds=[
            KindEngagement(kind=each, **taking_part(safe.of_kind(each), figures.hours, each))
            for each in sorted(set(kinds.values()))
        ],
        agencies=[
            AgencyEngagement(
                **row,
                approach=declared.get(agency),
                **taking_part(safe.of_agency(agency), figures.hours, agency),
            )
            for agency, row in agencies.items()
        ],
    )


def read_own_engagement(
    dataset: Dataset,
    agency_id: UUID,
    council_id: UUID,
    year: ReportingYear,
    kind: EnquiryKind,
    *,
    synthetic: bool,
) -> OwnEngagementView:
    """Return how one agency took part, exactly: for nobody but itself."""
    figures = _figures(dataset, _within(council_id, year, kind, synthetic=synthetic))
    row = _agencies(dataset, {agency_id}, synthetic=synthetic)[agency_id]
    return OwnEngagementView(
        council_id=council_id,
        year=year.name,
        synthetic=synthetic,
        as_at=dataset.as_at,
        own=AgencyEngagement(
            **row,
            approach=approaches_in(dataset, year, synthetic=synthetic).get(agency_id),
            **taking_part(exact_figures(figures, agency_id), figures.hours, agency_id),
        ),
    )


def _within(
    council_id: UUID, year: ReportingYear, kind: EnquiryKind, *, synthetic: bool
) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "synthetic": synthetic,
        "first_day": year.first_day,
        "last_day": year.last_day,
        "kind": str(kind),
    }


def _agencies(
    dataset: Dataset, counted: AbstractSet[UUID], *, synthetic: bool
) -> dict[UUID, dict[str, Any]]:
    """Return every agency of the exchange, in the order of names: also those without figures.

    One that is counted before it is known of (its news comes from another service) has no name yet
    and is of no particular kind.
    """
    rows = dataset.rows(_AGENCIES, synthetic=synthetic)
    known = {row["agency_id"]: row for row in rows}
    strangers = sorted(counted - known.keys())
    return known | {
        each: {"agency_id": each, "name": "", "kind": str(AgencyKind.OTHER)} for each in strangers
    }


def _figures(dataset: Dataset, within: Mapping[str, Any]) -> Figures:
    recorded: Counter[UUID] = Counter()
    owned: Counter[UUID] = Counter()
    for (by, owner), count in count_desired(dataset, within).items():
        recorded[by or NOBODY_ID] += count
        owned[owner or NOBODY_ID] += count
    return Figures(
        count_states(dataset, within),
        count_conversations(dataset, within),
        recorded,
        owned,
        hours(dataset, within),
    )


def _several(count: int, of: int) -> SeveralView:
    """Return the share of enquiries; how many there were may be known from other reports."""
    known = [(None, None)] if of >= SMALLEST_PUBLISHED else []
    yes, no = suppress_list([count, of - count], known).lists[0]
    if not isinstance(yes, int) or not isinstance(no, int):
        return SeveralView(count=None, of=None)
    return SeveralView(count=count, of=of, **dict(share_of(count, of, missing=None)))
