"""How complete a council's data are: by field, by quarter, and by who can be asked to mend them."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from services.outcomes.sac.views import CompletenessView, DataQualityView
from services.outcomes.statistics.councils import agency_names
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from services.outcomes.statistics.shares import shown
from shared.figures.intervals import Rate, difference

_UNKNOWN: Final = "('not_known', 'not_asked', 'not_recorded')"

OF_CONCERNS: Final[Mapping[str, str]] = {
    "concern: abuse types": "len(abuse_types) > 0",
    "concern: sources of risk": "len(sources_of_risk) > 0",
    "concern: location": "location IS NOT NULL",
    "concern: whether the adult was asked": "asked NOT IN ('dont_know', 'not_recorded')",
    "adult: age": "age IS NOT NULL",
    "adult: gender": f"gender NOT IN {_UNKNOWN}",
    "adult: ethnicity": f"ethnicity NOT IN {_UNKNOWN}",
    "adult: primary support reason": f"primary_support_reason NOT IN {_UNKNOWN}",
    "adult: health conditions": (
        f"len(list_filter(health_conditions, lambda one: one NOT IN {_UNKNOWN})) > 0"
    ),
}
"""What the agency that raised a concern can be asked about."""

OF_ENQUIRIES: Final[Mapping[str, str]] = {
    "conclusion: whether the adult was asked": "asked NOT IN ('dont_know', 'not_recorded')",
    "conclusion: result, where outcomes were expressed": (
        "CASE WHEN asked = 'asked_and_expressed' THEN achieved IS NOT NULL END"
    ),
    "conclusion: types of risk": "len(risks) > 0",
    "conclusion: sources of risk": "len(list_filter(risks, lambda r: r.source IS NOT NULL)) > 0",
    "conclusion: locations": "len(list_filter(risks, lambda r: r.location IS NOT NULL)) > 0",
    "conclusion: risk assessment": "risk_assessment <> 'not_recorded'",
    "conclusion: action": "action <> 'not_recorded'",
    "conclusion: risk outcome, where risk was identified": (
        "CASE WHEN risk_assessment = 'identified' THEN risk_outcome <> 'not_recorded' END"
    ),
    "conclusion: capacity": "lacked_capacity NOT IN ('dont_know', 'not_recorded')",
    "conclusion: support, where capacity was lacking": (
        "CASE WHEN lacked_capacity = 'yes' THEN support <> 'not_recorded' END"
    ),
}
"""What the team that concluded an enquiry can be asked about; NULL where it does not apply."""


def _question(
    fields: Mapping[str, str], table: str, day: str, ask: str, applies: Mapping[str, str]
) -> str:
    """Count for each field, quarter and who to ask how many were recorded, of how many."""
    told = ", ".join(
        f'count(*) FILTER ({applies.get(field, "true")}) AS "of {field}", '
        f'count(*) FILTER ({recorded}) AS "{field}"'
        for field, recorded in fields.items()
    )
    return f"""
SELECT strftime(date_trunc('quarter', {day}), '%Y-%m') AS period, {ask} AS ask, {told}
FROM {table} WHERE council_id = $council_id AND synthetic = $synthetic
 AND {day} BETWEEN $first_day AND $last_day
GROUP BY ALL ORDER BY ask, period
"""  # noqa: S608 - made of constants


_APPLIES: Final = {
    "conclusion: result, where outcomes were expressed": "asked = 'asked_and_expressed'",
    "conclusion: risk outcome, where risk was identified": "risk_assessment = 'identified'",
    "conclusion: support, where capacity was lacking": "lacked_capacity = 'yes'",
}
_CONCERNS: Final = _question(
    OF_CONCERNS, "concerns", "raised_on", "CAST(raised_by_agency_id AS VARCHAR)", {}
)
_ENQUIRIES: Final = _question(
    OF_ENQUIRIES, "enquiries", "concluded_on", "coalesce(team, 'not_recorded')", _APPLIES
)


def read_data_quality(
    dataset: Dataset, council_id: UUID, year: ReportingYear, *, synthetic: bool
) -> DataQualityView:
    """Return completeness over the year's quarters, each held against the quarter before."""
    within = {
        "council_id": council_id,
        "synthetic": synthetic,
        "first_day": year.first_day,
        "last_day": year.last_day,
    }
    names = agency_names(dataset)
    found = [
        completeness
        for fields, question in ((OF_CONCERNS, _CONCERNS), (OF_ENQUIRIES, _ENQUIRIES))
        for completeness in _completeness(dataset.rows(question, **within), fields, names)
    ]
    return DataQualityView(
        council_id=council_id,
        year=year.name,
        synthetic=synthetic,
        as_at=dataset.as_at,
        fields=found,
    )


def _completeness(
    rows: list[dict[str, Any]], fields: Mapping[str, str], names: Mapping[str, str]
) -> list[CompletenessView]:
    found = []
    for ask, quarters in groupby(rows, key=lambda row: row["ask"]):
        before: dict[str, Rate] = {}
        for row in quarters:
            for field in fields:
                rate = Rate(row[field], row[f"of {field}"], 0)
                change = difference(rate, before[field]) if field in before else None
                found.append(
                    CompletenessView(
                        field=field,
                        period=row["period"],
                        ask=ask or "not_recorded",
                        ask_name=names.get(ask, ask or "not recorded"),
                        recorded=rate.numerator,
                        of=rate.denominator,
                        interval=shown(rate.interval),
                        change=shown(change),
                    )
                )
                before[field] = rate
    return found
