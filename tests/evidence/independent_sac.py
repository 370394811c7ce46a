"""The national return calculated a second time, in dataframes, from DOMAIN's rules alone.

It shares no code and no labels with the services: what both say was written down twice.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl

Cell = tuple[str, str, str, str]
Row = dict[str, Any]

UNKNOWN = {"not_known", "not_asked", "not_recorded", None}
BEGUN = {
    "concern": "Safeguarding Concerns",
    "section_42": "Section 42 Enquiries",
    "other": "Other Enquiries",
}
ENDED = {"section_42": "Concluded Section 42 Enquiries", "other": "Concluded Other Enquiries"}
GENDER = {"male": "Male", "female": "Female", "other": "Other"}
ETHNICITY = {
    "white": "White",
    "mixed_or_multiple": "Mixed / Multiple",
    "asian": "Asian / Asian British",
    "black": "Black / African / Caribbean / Black British",
    "other": "Other Ethnic Group",
    "refused": "Refused",
}
REASON = {
    "physical": "Physical Support",
    "sensory": "Sensory Support",
    "memory_and_cognition": "Support with Memory and Cognition",
    "no_support_reason": "No Support Reason",
}
CONDITION = {
    "stroke": "Stroke",
    "cancer": "Cancer",
    "dementia": "Dementia",
    "none": "None",
    "autism": "Learning, Developmental or Intellectual Disability "
    "(Autism excluding Asperger's Syndrome/ High Functioning Autism)",
}
TYPE = {
    "physical": "Physical Abuse",
    "neglect": "Neglect and Acts of Omission",
    "self_neglect": "Self-Neglect",
    "sexual_exploitation": "Sexual Exploitation",
    "domestic_abuse": "Domestic Abuse",
}
SOURCE = {
    "service_provider": "Service Provider",
    "other_known": "Other - Known to individual",
    "other_unknown": "Other - Unknown to individual",
}
PLACE = {
    "own_home": "Own Home",
    "care_home_nursing": "Care Home - Nursing",
    "hospital_acute": "Hospital - Acute",
    "other": "Other",
}
FOUND = {
    "identified": "Risk identified",
    "inconclusive": "Risk Assessment inconclusive",
    "not_identified": "No risk identified",
}
CEASED = "Enquiry ceased at individual's request and no action taken"
ACTION = {"taken": "action taken", "not_taken": "no action taken"}
BECAME = {"remained": "Risk remained", "reduced": "Risk reduced", "removed": "Risk removed"}
CAPACITY = {
    "yes": "Yes, they lacked capacity",
    "no": "No, they did not lack capacity",
    "dont_know": "Don't know",
}
SUPPORTED = (
    "Of the enquiries recorded as Yes, in how many of these cases was support provided by an "
    "advocate, family or friend"
)
ASKED = {
    "asked_and_expressed": "Yes they were asked and outcomes were expressed",
    "asked_none_expressed": "Yes they were asked but no outcomes were expressed",
    "not_asked": "No",
    "dont_know": "Don't Know",
}
GOT = {"fully": "Fully Achieved", "partially": "Partially Achieved", "not": "Not Achieved"}


def calculate(
    concerns: list[Row], enquiries: list[Row], council: UUID, starts: int
) -> dict[Cell, int]:
    """Return every cell that is not 0, for a council's made-up cases and a year from April."""
    first, last = date(starts, 4, 1), date(starts + 1, 3, 31)
    ours = [
        [row for row in rows if row["council_id"] == council and row["synthetic"]]
        for rows in (concerns, enquiries)
    ]
    begun = [
        row | {"of": "concern", "day": row["raised_on"]}
        for row in ours[0]
        if first <= row["raised_on"] <= last
        and row["withdrawn"] not in {"raised_in_error", "raised_twice"}
    ] + [
        row | {"of": row["kind"], "day": row["opened_on"]}
        for row in ours[1]
        if first <= row["opened_on"] <= last
    ]
    ended = [
        row for row in ours[1] if row.get("concluded_on") and first <= row["concluded_on"] <= last
    ]
    lines = [*_of_the_begun(begun, last), *_of_the_ended(ended)]
    frame = pl.DataFrame(lines, schema=["table", "type", "row", "column"], orient="row")
    counted = frame.group_by("table", "type", "row", "column").len()
    return {(row[0], row[1], row[2], row[3]): row[4] for row in counted.iter_rows()}


def _of_the_begun(begun: list[Row], last: date) -> Iterator[Cell]:
    """Yield a line for each person and breakdown, and one for each case."""
    people: dict[tuple[str, Any], list[Row]] = {}
    for row in begun:
        people.setdefault((row["of"], row["person_id"] or row["case_id"]), []).append(row)
        yield "SG1f", BEGUN[row["of"]], f"Total Number of {_sg1f(row['of'])}", ""
    for (of, _), rows in people.items():
        kind = BEGUN[of]
        yield "SG1a", kind, _band(_best(rows, lambda row: _age(row, last))), ""
        yield "SG1b", kind, GENDER.get(_best(rows, lambda row: row["gender"]), "Not Known"), ""
        ethnicity = _best(rows, lambda row: row["ethnicity"])
        yield "SG1c", kind, ETHNICITY.get(ethnicity, "Undeclared / Not Known"), ""
        reasons = {row["primary_support_reason"] for row in rows} - UNKNOWN
        for reason in reasons or {None}:
            yield "SG1d", kind, REASON.get(reason, "Not Known"), ""
        had = {one for row in rows for one in row["health_conditions"] or ()} - UNKNOWN
        for condition in had or {None}:
            yield "SG1e", kind, CONDITION.get(condition, "Not Known"), ""


def _sg1f(of: str) -> str:
    names = {
        "concern": "Concerns",
        "section_42": "Section 42 Enquiries",
        "other": "Other Enquiries",
    }
    kind, _, rest = names[of].rpartition(" ")
    return f"{kind} Safeguarding {rest}".strip()


def _best(rows: list[Row], code: Any) -> Any:
    """Return what is known, else a refusal, else nothing; of several what the newest case says."""
    newest_first = sorted(rows, key=lambda row: (row["day"], row["case_id"].int), reverse=True)
    said = [code(row) for row in newest_first]
    known = [one for one in said if one not in UNKNOWN and one != "refused"]
    refused = [one for one in said if one == "refused"]
    return next(iter([*known, *refused]), None)


def _age(row: Row, last: date) -> int | None:
    if row["age"] is None:
        return None
    at = last
    died = row["died_on"]
    if row["has_died"] and died is not None and died <= last:
        at = date(died.year if (died.month, died.day) >= (3, 31) else died.year - 1, 3, 31)
    years: int = row["age"] + at.year - row["age_on"].year
    return years


def _band(age: int | None) -> str:
    if age is None:
        return "Not Known"
    bands = ((65, "18-64"), (75, "65-74"), (85, "75-84"), (95, "85-94"))
    return next((name for below, name in bands if age < below), "95+")


def _of_the_ended(ended: list[Row]) -> Iterator[Cell]:
    """Yield a line for each enquiry and each different category that applies to it."""
    for row in ended:
        kind = ENDED[row["kind"]]
        risks = row["risks"] or []
        for type_, source in {(one["type"], one["source"]) for one in risks}:
            if source:
                yield "SG2a", kind, TYPE[type_], SOURCE[source]
        for type_, place in {(one["type"], one["location"]) for one in risks}:
            if place:
                yield "SG2a_b1", kind, TYPE[type_], PLACE[place]
        for place, source in {(one["location"], one["source"]) for one in risks}:
            if place and source:
                yield "SG2b", kind, PLACE[place], SOURCE[source]
        yield from _by_source(row, kind)
        capacity = row["lacked_capacity"]
        yield "SG3a", kind, CAPACITY.get(capacity, "Not recorded"), ""
        if (capacity, row["support"]) == ("yes", "yes"):
            yield "SG3a", kind, SUPPORTED, ""
        yield "SG4a", kind, ASKED.get(row["asked"], "Not Recorded"), ""
        if row["asked"] == "asked_and_expressed" and row["achieved"]:
            yield "SG4a", kind, GOT[row["achieved"]], ""


def _by_source(row: Row, kind: str) -> Iterator[Cell]:
    found = {one["source"] for one in row["risks"] or () if one["source"]}
    what, action = row["risk_assessment"], row["action"]
    label = None
    if what in FOUND and action in ACTION:
        label = f"{FOUND[what]} and {ACTION[action]}"
    elif what == "ceased_at_individuals_request" and action == "not_taken":
        label = CEASED
    for source in found or set(row["sources_of_risk"]):
        if label:
            yield "SG2c", kind, label, SOURCE[source]
        if what == "identified" and row["risk_outcome"] in BECAME:
            yield "SG2e", kind, BECAME[row["risk_outcome"]], SOURCE[source]


def supplied(cells: Iterable[Cell]) -> set[tuple[str, str]]:
    """Return the tables and types of which any cell is known."""
    return {(table, kind) for table, kind, *_ in cells}
