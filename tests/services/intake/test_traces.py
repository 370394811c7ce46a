"""By what a source of risk is recognised when it comes up again, and by what it never is."""

import json
from typing import Any
from uuid import UUID

import pytest

from services.intake.patterns.traces import traces_of
from services.intake.sources.views import NewSource
from shared.reference.patterns import TraceKind

CARER: dict[str, Any] = {
    "source": "service_provider",
    "name": "Jo Bloggs",
    "organisation_name": "Brightway Home Care Ltd",
    "unit": "East",
    "practitioner_id": "C-7",
}
AGENCY = frozenset({UUID(int=1)})


def common(
    one: dict[str, Any],
    other: dict[str, Any],
    behind: tuple[frozenset[UUID], frozenset[UUID]] = (frozenset(), frozenset()),
) -> set[TraceKind]:
    """Return the kinds of what two sources have in common."""
    first, second = (
        traces_of(NewSource.model_validate_json(json.dumps(CARER | changes)), agencies)
        for changes, agencies in zip((one, other), behind, strict=True)
    )
    return {trace.kind for trace in first & second}


def test_the_same_source_is_recognised_in_every_way() -> None:
    assert common({}, {}) == {TraceKind.EMPLOYER, TraceKind.UNIT, TraceKind.PERSON}


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation_name": "BRIGHTWAY HOME CARE LIMITED"},
        {"organisation_name": "The Brightway Home Care"},
        {"unit": " EAST "},
        {"name": "Jo  Blöggs"},
        {"practitioner_id": "c-7"},
    ],
)
def test_it_is_recognised_however_it_is_written(changes: dict[str, Any]) -> None:
    assert common({}, changes) == {TraceKind.EMPLOYER, TraceKind.UNIT, TraceKind.PERSON}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"organisation_name": "Another"}, set()),
        ({}, {"unit": "West"}, {TraceKind.EMPLOYER, TraceKind.PERSON}),
        ({}, {"name": "Al Other"}, {TraceKind.EMPLOYER, TraceKind.UNIT, TraceKind.PERSON}),
        ({}, {"name": "Al", "practitioner_id": None}, {TraceKind.EMPLOYER, TraceKind.UNIT}),
        ({"name": None}, {"practitioner_id": None}, {TraceKind.EMPLOYER, TraceKind.UNIT}),
    ],
)
def test_units_and_people_are_known_within_their_employer(
    one: dict[str, Any], other: dict[str, Any], expected: set[TraceKind]
) -> None:
    assert common(one, other) == expected


def test_a_name_a_unit_or_a_staff_id_without_an_employer_is_nobody() -> None:
    nowhere = {"organisation_name": None}
    assert common(nowhere, nowhere) == set()


def test_a_code_is_enough_and_its_writing_does_not_matter() -> None:
    one, other = (
        {"organisation_name": name, "identifiers": [{"scheme": "ods", "value": code}]}
        for name, code in ((None, "rww"), ("Quite Another", " RWW "))
    )
    assert TraceKind.EMPLOYER in common(one, other)


def test_an_agency_is_recognised_as_what_it_is_registered_as() -> None:
    one, other = {"organisation_name": "Brightway"}, {"organisation_name": "Brightway East"}
    assert common(one, other) == set()
    assert TraceKind.UNIT in common(one, other, (AGENCY, AGENCY))
    assert common(one, other, (AGENCY, frozenset({UUID(int=2)}))) == set()
