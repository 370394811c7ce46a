"""What is asked of the counted rows for each table of the return, in SQL.

Each answers with `of` (what is counted: "concern", or a kind of enquiry), `row`, for SG2 `column`
as well, all as codes, and `count`; SG1 is one question, which says the `table` too.
"""

from collections.abc import Mapping
from typing import Final

from services.outcomes.statistics.people import AGE_BAND

_KNOWN: Final = "NOT IN ('not_known', 'not_asked', 'not_recorded')"

_OURS: Final = "council_id = $council_id AND synthetic = $synthetic"

_PERSON: Final = "coalesce(person_id, case_id) AS person, case_id"

_BEGUN: Final = f"""
SELECT 'concern' AS of, raised_on AS day, {_PERSON}, gender, ethnicity, primary_support_reason,
       health_conditions, age, age_on, has_died, died_on
FROM concerns WHERE {_OURS} AND raised_on BETWEEN $first_day AND $last_day
 AND (withdrawn IS NULL OR withdrawn NOT IN (SELECT unnest($never_was_one)))
UNION ALL
SELECT kind AS of, opened_on AS day, {_PERSON}, gender, ethnicity, primary_support_reason,
       health_conditions, age, age_on, has_died, died_on
FROM enquiries WHERE {_OURS} AND opened_on BETWEEN $first_day AND $last_day
"""  # noqa: S608 - made of constants
"""Concerns raised and enquiries commenced in the year, with whom they are about."""


def _newest(code: str) -> str:
    """Choose a code of a person's: what is known beats what is not, then the newest case wins."""
    rank = f"CASE WHEN {code} = 'refused' THEN 1 WHEN {code} {_KNOWN} THEN 2 ELSE 0 END"
    return f"coalesce(arg_max({code}, ({rank}, day, case_id)), 'not_recorded')"


def _known_ones(codes: str) -> str:
    """Choose the different codes that a person has; as unknown only if nothing is known."""
    known = f"list_filter(flatten(list({codes})), lambda one: one {_KNOWN})"
    return f"CASE WHEN len({known}) > 0 THEN list_distinct({known}) ELSE ['not_recorded'] END"


_PEOPLE: Final = f"""
SELECT of, person, count(*) AS cases, {_newest("band")} AS age, {_newest("gender")} AS gender,
       {_newest("ethnicity")} AS ethnicity, {_known_ones("[primary_support_reason]")} AS reasons,
       {_known_ones("health_conditions")} AS conditions
FROM (SELECT *, {AGE_BAND} AS band FROM ({_BEGUN})) GROUP BY of, person
"""  # noqa: S608 - the same
"""Each person once for concerns and once for each kind of enquiry."""


def _of_people(table: str, code: str) -> str:
    return f"""
SELECT '{table}' AS "table", of, row, count(*) AS count
FROM (SELECT of, {code} AS row FROM people) GROUP BY ALL
"""  # noqa: S608 - the same


SG1: Final = f"""
WITH people AS MATERIALIZED ({_PEOPLE})
{_of_people("SG1a", "age")} UNION ALL
{_of_people("SG1b", "gender")} UNION ALL
{_of_people("SG1c", "ethnicity")} UNION ALL
{_of_people("SG1d", "unnest(reasons)")} UNION ALL
{_of_people("SG1e", "unnest(conditions)")} UNION ALL
SELECT 'SG1f', of, '', sum(cases)::BIGINT FROM people GROUP BY of
"""  # noqa: S608 - the same

_CONCLUDED: Final = f"{_OURS} AND concluded_on BETWEEN $first_day AND $last_day"

_SOURCES: Final = """
CASE WHEN len(list_filter([risk.source FOR risk IN risks], lambda one: one IS NOT NULL)) > 0
     THEN list_distinct([risk.source FOR risk IN risks])
     ELSE list_distinct(sources_of_risk) END
"""
"""Sources of the risks that were found, or else those that were reported."""


def _of_risks(row: str, column: str) -> str:
    """Count each enquiry once for each different pair that applies to it."""
    return f"""
SELECT of, row, "column", count(*) AS count FROM (
  SELECT DISTINCT case_id, of, risk.{row} AS row, risk.{column} AS "column" FROM (
    SELECT case_id, kind AS of, unnest(risks) AS risk FROM enquiries WHERE {_CONCLUDED}
  )
) WHERE row IS NOT NULL AND "column" IS NOT NULL GROUP BY ALL
"""  # noqa: S608 - the same


def _by_source(row: str, which: str) -> str:
    """Count each enquiry once for each different source of its risks."""
    return f"""
SELECT of, row, "column", count(*) AS count FROM (
  SELECT kind AS of, {row} AS row, unnest({_SOURCES}) AS "column"
  FROM enquiries WHERE {_CONCLUDED} AND {which}
) WHERE "column" IS NOT NULL GROUP BY ALL
"""  # noqa: S608 - the same


def _plain(row: str, which: str = "true") -> str:
    return f"""
SELECT kind AS of, {row} AS row, count(*) AS count
FROM enquiries WHERE {_CONCLUDED} AND {which} GROUP BY ALL
"""  # noqa: S608 - the same


_IN_A_ROW_OF_SG2C: Final = """
(risk_assessment IN ('identified', 'inconclusive', 'not_identified')
 AND action IN ('taken', 'not_taken'))
OR (risk_assessment = 'ceased_at_individuals_request' AND action = 'not_taken')
"""

SG2C: Final = _by_source("risk_assessment || '|' || action", f"({_IN_A_ROW_OF_SG2C})")
SG2E: Final = _by_source(
    "risk_outcome", "risk_assessment = 'identified' AND risk_outcome <> 'not_recorded'"
)

QUESTIONS: Final[Mapping[str, str]] = {
    "SG2a": _of_risks("type", "source"),
    "SG2a_b1": _of_risks("type", "location"),
    "SG2b": _of_risks("location", "source"),
    "SG2c": SG2C,
    "SG2e": SG2E,
    "SG3a": (
        _plain("coalesce(lacked_capacity, 'not_recorded')")
        + " UNION ALL "
        + _plain("'supported'", "lacked_capacity = 'yes' AND support = 'yes'")
    ),
    "SG4a": (
        _plain("coalesce(asked, 'not_recorded')")
        + " UNION ALL "
        + _plain("achieved", "asked = 'asked_and_expressed' AND achieved IS NOT NULL")
    ),
}


def _cases(which: str) -> str:
    """Ask for the cases of one kind that something is wrong with, the newest first."""
    return f"""
SELECT case_id FROM enquiries WHERE {_CONCLUDED} AND kind = $kind AND {which}
ORDER BY concluded_on DESC, case_id
"""  # noqa: S608 - the same


NOT_IN_SG2A: Final = _cases(
    "coalesce(len(list_filter(risks, lambda risk: risk.source IS NOT NULL)), 0) = 0"
)
NOT_IN_SG2C: Final = _cases(
    f"(coalesce(NOT ({_IN_A_ROW_OF_SG2C}), true) OR coalesce(len({_SOURCES}), 0) = 0)"
)
NOT_IN_SG2E: Final = _cases(
    "risk_assessment = 'identified' "
    "AND (coalesce(risk_outcome, 'not_recorded') = 'not_recorded') "
    "<> (coalesce(action, 'not_recorded') = 'not_recorded')"
)
UNJUDGED: Final = _cases("asked = 'asked_and_expressed' AND achieved IS NULL")
