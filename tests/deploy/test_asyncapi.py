"""The AsyncAPI documents are what the standard says, and what agencies are sent is as they say."""

import copy
import json
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from deploy.asyncapi import agencies_document, services_document
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience
from tests.exchange.busy_case import busy_case
from tests.support.agencies import BYSTANDER, COUNCIL, POLICE, TRUST, Agency

OFFICIAL = Draft7Validator(json.loads(Path("tests/vendor/asyncapi/3.0.0.json").read_text()))
DOCUMENTS = {"services": services_document(), "agencies": agencies_document()}
FOR_AGENCIES = DOCUMENTS["agencies"]
MESSAGES = FOR_AGENCIES["components"]["messages"]
BY_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def _data(message: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = message["payload"]["allOf"][1]["properties"]["data"]
    return data


@BY_DOCUMENT
def test_a_document_is_valid_by_the_official_schema(document: dict[str, Any]) -> None:
    assert [error.message for error in OFFICIAL.iter_errors(document)] == []


@pytest.mark.parametrize("part", ["info", "channels", "operations"])
@BY_DOCUMENT
def test_the_official_schema_finds_what_is_wrong(document: dict[str, Any], part: str) -> None:
    broken = copy.deepcopy(document)
    broken[part] = {"broken": {"action": "shout"}}
    assert not OFFICIAL.is_valid(broken)


@BY_DOCUMENT
def test_every_reference_leads_to_something(document: dict[str, Any]) -> None:
    references = set(_references(document))
    assert len(references) > len(document["channels"])
    for reference in references:
        start, *steps = reference.split("/")
        assert start == "#"
        assert isinstance(reduce(lambda part, step: part[step], steps, document), dict)


@BY_DOCUMENT
def test_data_leaves_the_type_to_the_envelope(document: dict[str, Any]) -> None:
    events = [one for name, one in document["components"]["messages"].items() if "." in name]
    assert all("type" not in _data(each)["properties"] for each in events)


def test_agencies_find_all_that_they_are_sent_and_nothing_of_what_stays_inside() -> None:
    told = {name for name, one in EVENT_TYPES.items() if one.audience is not Audience.INTERNAL}
    assert set(MESSAGES) == told | {"page"}
    for name in told:
        event_class = EVENT_TYPES[name]
        fields = set(event_class.model_fields) - event_class.internal_fields - {"type"}
        assert set(_data(MESSAGES[name])["properties"]) == fields
    assert {"Hold", "LimbFinding", "AgencyIdentifier"}.isdisjoint(
        FOR_AGENCIES["components"]["schemas"]
    )


def test_each_of_the_three_channels_carries_every_event() -> None:
    told = set(MESSAGES) - {"page"}
    channels = FOR_AGENCIES["channels"]
    assert set(channels) == {"feed", "queue", "webhook"}
    assert set(channels["queue"]["messages"]) == told
    assert set(channels["webhook"]["messages"]) == told
    items = MESSAGES["page"]["payload"]["properties"]["items"]["items"]["anyOf"]
    assert len(items) == len(told)


async def test_what_agencies_are_sent_is_as_their_document_says(tmp_path: Path) -> None:
    seen: set[str] = set()
    async with busy_case(tmp_path) as busy:
        for agency in (COUNCIL, TRUST, POLICE, BYSTANDER):
            page = await _page(busy, agency)
            assert _faults("#/components/messages/page/payload", page) == []
            for event in page["items"]:
                assert _faults(f"#/components/messages/{event['type']}/payload", event) == []
                seen.add(event["type"])
            broken = page["items"][0] | {"data": {}}
            assert _faults(f"#/components/messages/{broken['type']}/payload", broken)
    assert len(seen) > 12


async def _page(busy: Any, agency: Agency) -> dict[str, Any]:
    answer = await busy.call(agency, "GET", "/partners/v1/feed?limit=500")
    page: dict[str, Any] = answer.json()
    return page


def _faults(reference: str, instance: Any) -> list[str]:
    schema = {"$ref": reference, "components": FOR_AGENCIES["components"]}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(instance)]
