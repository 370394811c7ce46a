"""Every event type has a producer, a golden schema, and a body fit to travel."""

import ast

import pytest

import shared.events.intake
import shared.events.outcomes
import shared.events.partners
from shared.events.contract import EVENT_TYPES, AgencyEvent, CaseEvent, Event
from tests.architecture.sources import parsed, python_files

PERSONAL = ("name", "address", "postcode", "nhs", "birth", "words", "note", "narrative", "phone")
MODULES = {
    "intake": shared.events.intake,
    "outcomes": shared.events.outcomes,
    "partners": shared.events.partners,
}


def _made_in(service: str) -> set[str]:
    """Return the classes that are called anywhere in a service, or handed to `sealing` to be."""
    calls = [
        (node.func.id, node.args)
        for path in python_files(f"services/{service}")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    handed = [args for called, args in calls if called == "sealing"]
    return {called for called, _ in calls} | {
        given.id for args in handed for given in args if isinstance(given, ast.Name)
    }


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES))
def test_every_event_type_is_published_by_the_service_it_is_named_after(event_type: str) -> None:
    event_class = EVENT_TYPES[event_type]
    service, _, _ = event_type.partition(".")
    assert f"{event_class.__module__}.".startswith(f"{MODULES[service].__name__}.")
    assert event_class.__name__ in _made_in(service)


@pytest.mark.parametrize("event_type", sorted(EVENT_TYPES))
def test_an_event_names_service_fact_and_version(event_type: str) -> None:
    service, fact, version = event_type.split(".")
    assert version.removeprefix("v").isdigit()
    assert (
        "".join(word.capitalize() for word in fact.split("_")) == EVENT_TYPES[event_type].__name__
    )
    assert "updated" not in fact
    assert service in MODULES


@pytest.mark.parametrize("event_class", EVENT_TYPES.values(), ids=EVENT_TYPES)
def test_a_case_event_carries_no_field_for_a_person_or_their_words(
    event_class: type[Event],
) -> None:
    if issubclass(event_class, AgencyEvent) or not issubclass(event_class, CaseEvent):
        return
    telling = [
        field for field in event_class.model_fields if any(word in field for word in PERSONAL)
    ]
    assert telling == []
