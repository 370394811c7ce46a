"""Every event that agencies are sent says what it means to a trust, a force and a provider."""

import json
import re

import pytest
from pydantic import ValidationError

from deploy.contracts import GOLDEN
from deploy.events_page import Meaning, events_page, meanings
from deploy.services import SERVICES
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience, Event

TOLD = {name: each for name, each in EVENT_TYPES.items() if each.audience is not Audience.INTERNAL}
OUR_WORDS_NOT = re.compile(
    r"\b(victim|perpetrator|suspect|alert|incident|investigat\w+|service user|partner organi\w+|"
    r"customer|stakeholder|assignee|override)s?\b",
    re.IGNORECASE,
)
CALL = re.compile(r"`(GET|POST|PUT) (/[^`]+)`")
FIELD = re.compile(r"`([a-z_]+)`")
DOCUMENTS = {
    service: json.loads((GOLDEN / f"openapi-{service}.json").read_text()) for service in SERVICES
}


def _known(event_class: type[Event]) -> set[str]:
    """Return the fields that agencies are sent of an event, and the codes that these can hold."""
    lists = event_class.model_json_schema().get("$defs", {}).values()
    codes = {code for each in lists for code in each.get("enum", ())}
    return {"replay", *event_class.model_fields, *codes} - event_class.internal_fields


def test_it_says_it_of_all_that_agencies_are_sent_and_of_nothing_else() -> None:
    assert set(meanings()) == set(TOLD)


@pytest.mark.parametrize("event_type", TOLD)
def test_only_what_a_lead_alone_is_sent_says_nothing_to_the_others(event_type: str) -> None:
    is_for_lead = TOLD[event_type].audience is Audience.LEAD
    assert (meanings()[event_type].trust is None) is is_for_lead


@pytest.mark.parametrize("event_type", TOLD)
def test_a_meaning_keeps_to_the_glossary_and_to_calls_and_codes_that_exist(event_type: str) -> None:
    text = " ".join(each for each in dict(meanings()[event_type]).values() if each)
    assert not OUR_WORDS_NOT.search(text)
    for method, path in CALL.findall(text):
        service = path.split("/")[1]
        assert method.lower() in DOCUMENTS[service]["paths"][path]
    assert set(FIELD.findall(text)) <= _known(TOLD[event_type])


def test_the_page_shows_each_beside_its_event() -> None:
    page = events_page()
    for event_type, meaning in meanings().items():
        part = page.split(f"## {event_type}\n")[1].split("\n## ")[0]
        assert meaning.unsaid in part
        assert (f"**A police force:** {meaning.force}" in part) is (meaning.force is not None)


@pytest.mark.parametrize("given", [{}, {"trust": "Read it at once, please."}, {"trust": "Short."}])
def test_a_meaning_is_for_all_three_or_for_councils(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Meaning(**given, unsaid="It does not say anything.")
