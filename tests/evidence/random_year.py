"""A made-up year of two councils, with everything missing, repeated and contradictory in it."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

Row = dict[str, Any]

COUNCILS = (UUID(int=101), UUID(int=102))
FIRST, DAYS = date(2024, 10, 1), 900
TYPES = ("physical", "neglect", "self_neglect", "sexual_exploitation", "domestic_abuse")
SOURCES = ("service_provider", "other_known", "other_unknown")
PLACES = ("own_home", "care_home_nursing", "hospital_acute", "other")
UNKNOWN = ("not_known", "not_asked", "not_recorded")


def random_year(seed: int, people: int) -> tuple[list[Row], list[Row]]:
    """Return concerns and enquiries of some two and a half years around April 2026."""
    chance = Random(seed)  # noqa: S311 - made-up data
    concerns: list[Row] = []
    enquiries: list[Row] = []
    for number in range(people):
        council, synthetic = chance.choice(COUNCILS), chance.random() < 0.9
        person = UUID(int=10_000 + number)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            adult = _adult(chance) | {"person_id": person if chance.random() < 0.95 else None}
            case = UUID(int=chance.getrandbits(128))
            of = {"case_id": case, "council_id": council, "synthetic": synthetic}
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            concerns += [
                of | adult | _concern(chance, day + timedelta(days=later))
                for later in range(chance.choice((1, 1, 1, 2)))
            ]
            if chance.random() < 0.5:
                reported = concerns[-1]
                enquiries.append(of | adult | _enquiry(chance, day, reported))
    return concerns, enquiries


def _adult(chance: Random) -> Row:
    has_died = chance.random() < 0.1
    return {
        "gender": chance.choice(("male", "female", "female", "other", "refused", *UNKNOWN)),
        "ethnicity": chance.choice(
            ("white", "white", "mixed_or_multiple", "asian", "black", "other", "refused", *UNKNOWN)
        ),
        "primary_support_reason": chance.choice(
            ("physical", "sensory", "memory_and_cognition", "no_support_reason", *UNKNOWN)
        ),
        "health_conditions": chance.choice(
            (["stroke", "cancer"], ["dementia"], ["autism"], ["none"], ["not_asked"], None)
        ),
        "age": chance.choice((None, *range(18, 104))),
        "age_on": date(chance.choice((2025, 2026, 2027)), 3, 31),
        "has_died": has_died,
        "died_on": FIRST + timedelta(days=chance.randrange(DAYS))
        if has_died and chance.random() < 0.8
        else None,
    }


def _concern(chance: Random, day: date) -> Row:
    return {
        "concern_id": UUID(int=chance.getrandbits(128)),
        "raised_on": day,
        "abuse_types": chance.sample(TYPES, 2),
        "sources_of_risk": chance.sample(SOURCES, chance.choice((1, 2))),
        "location": chance.choice(PLACES),
        "withdrawn": chance.choice(
            (*(None,) * 8, "raised_in_error", "raised_twice", "found_to_be_unfounded")
        ),
    }


def _enquiry(chance: Random, day: date, reported: Row) -> Row:
    opened = {
        "kind": chance.choice(("section_42", "section_42", "other")),
        "opened_on": day,
        "sources_of_risk": reported["sources_of_risk"],
        "derived": False,
    }
    if chance.random() < 0.15:
        return opened
    asked = chance.choice(
        ("asked_and_expressed",) * 3
        + ("asked_none_expressed", "not_asked", "dont_know", "not_recorded")
    )
    achieved = chance.choice(("fully", "partially", "not", None))
    return opened | {
        "concluded_on": day + timedelta(days=chance.randrange(200)),
        "asked": asked,
        "achieved": achieved if asked == "asked_and_expressed" else None,
        "risks": chance.choice((None, [], _risks(chance), _risks(chance), _risks(chance))),
        "risk_assessment": chance.choice(
            (
                "identified",
                "identified",
                "inconclusive",
                "not_identified",
                "ceased_at_individuals_request",
                "not_recorded",
                None,
            )
        ),
        "action": chance.choice(("taken", "not_taken", "not_recorded", None)),
        "risk_outcome": chance.choice(("remained", "reduced", "removed", "not_recorded", None)),
        "lacked_capacity": chance.choice(("yes", "no", "dont_know", "not_recorded", None)),
        "support": chance.choice(("yes", "no", "not_recorded", None)),
    }


def _risks(chance: Random) -> list[dict[str, str | None]]:
    return [
        {
            "type": chance.choice(TYPES),
            "source": chance.choice((*SOURCES, None)),
            "location": chance.choice((*PLACES, None)),
        }
        for _ in range(chance.choice((1, 2, 3)))
    ]
