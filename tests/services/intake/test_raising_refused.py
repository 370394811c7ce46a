"""Concerns that are refused: each with a clear answer, and nothing is kept of them."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from shared.access.caller import Scope
from shared.access.tables import known_agencies
from shared.reference.agencies import AgencyKind
from tests.services.intake.bodies import CANARIES, CARE_WORKER, adult, concern
from tests.services.intake.desk_rows import rows
from tests.support.agencies import (
    COUNCIL,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
)
from tests.support.desk import Desk

CONCERNS = "/intake/v1/concerns"

BREAKS_A_RULE: list[tuple[dict[str, Any], str]] = [
    ({"occurred_on": "2026-11-23"}, "date_in_the_future"),
    ({"adult": adult(date_of_birth="2026-11-23")}, "date_in_the_future"),
    ({"adult": adult(date_of_birth="2008-06-04")}, "under_18"),
    ({"adult": adult(date_of_birth="2008-11-23"), "occurred_on": None}, "under_18"),
    ({"adult": adult(nhs_number="4010232137")}, "synthetic_mixed_with_real"),
    ({"words": None}, "asked_inconsistently"),
    ({"asked_of": None}, "asked_inconsistently"),
    ({"not_asked_reason": "other"}, "asked_inconsistently"),
    ({"asked": "asked_none_expressed"}, "asked_inconsistently"),
    ({"asked": "not_asked", "asked_of": None, "words": None}, "asked_inconsistently"),
    ({"asked": "dont_know", "asked_of": None}, "asked_inconsistently"),
    ({"asked": "not_recorded", "words": None}, "asked_inconsistently"),
    ({"sources_of_risk": []}, "source_of_risk_needed"),
    ({"lead_agency_id": str(TRUST.id)}, "lead_agency_unsuitable"),
    ({"lead_agency_id": str(REAL_COUNCIL.id)}, "lead_agency_unsuitable"),
    ({"lead_agency_id": str(uuid4())}, "lead_agency_unsuitable"),
]

MALFORMED: list[dict[str, Any]] = [
    {"adult": adult(nhs_number="9990000019")},
    {"adult": adult(nhs_number="1111111111")},
    {"adult": adult(nhs_number="99900")},
    {"adult": adult(date_of_birth="1938-02-30")},
    {"adult": adult(nickname="canary")},
    {"adult": None},
    {"abuse_types": []},
    {"abuse_types": ["canary_abuse"]},
    {"abuse_types": ["physical", "physical"]},
    {"location": "canary_home"},
    {"immediate_danger": "canary"},
    {"immediate_danger": 1},
    {"what_happened": " \n"},
    {"what_happened": "canary\u0000"},
    {"what_happened": "c" * 20_001},
    {"asked": "canary"},
    {"asked_of": "canary"},
    {"sources_of_risk": [{"source": "canary"}]},
    {"sources_of_risk": [{**CARE_WORKER, "identifiers": [{"scheme": "ods", "value": "?"}]}]},
    {"sources_of_risk": [CARE_WORKER] * 21},
    {"lead_agency_id": "canary"},
    {"canary": True},
]


async def refused(
    desk: Desk, status: int, body: dict[str, Any], agency: Agency = TRUST, **token: Any
) -> str:
    before = await rows(desk)
    async with desk.client(agency, **token) as client:
        answer = await client.post(CONCERNS, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [canary for canary in ("canary", *CANARIES) if canary in answer.text] == []
    assert await rows(desk) == before
    return str(answer.json()["code"])


@pytest.mark.parametrize(("changes", "code"), BREAKS_A_RULE)
async def test_what_breaks_a_rule_is_refused_by_its_name(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    assert await refused(desk, 400, concern(**changes)) == code


@pytest.mark.parametrize("changes", MALFORMED)
async def test_what_is_malformed_is_refused_without_an_echo(
    desk: Desk, changes: dict[str, Any]
) -> None:
    await refused(desk, 422, concern(**changes))


@pytest.mark.parametrize("field", sorted(concern().keys() - {"occurred_on", "asked_of", "words"}))
async def test_what_is_needed_can_not_be_left_out(desk: Desk, field: str) -> None:
    body = concern()
    del body[field]
    await refused(desk, 422, body)


async def test_someone_eighteen_on_the_day_is_an_adult(desk: Desk) -> None:
    async with desk.client(TRUST) as client:
        body = concern(adult=adult(date_of_birth="2008-06-03"))
        assert (await client.post(CONCERNS, json=body)).status_code == 201


async def test_advice_for_a_child_names_the_other_route(desk: Desk) -> None:
    async with desk.client(TRUST) as client:
        answer = await client.post(CONCERNS, json=concern(adult=adult(date_of_birth="2012-01-01")))
    assert "children's services" in answer.json()["detail"]


async def test_a_real_agency_never_uses_a_number_of_made_up_people(desk: Desk) -> None:
    assert await refused(desk, 400, concern(), REAL_TRUST) == "synthetic_mixed_with_real"


async def test_a_real_concern_is_led_by_a_real_council(desk: Desk) -> None:
    async with desk.client(REAL_TRUST) as client:
        answer = await client.post(CONCERNS, json=concern(adult=adult(nhs_number="4010232137")))
    assert answer.status_code == 201
    [envelope] = await desk.published()
    assert envelope["data"]["lead_agency_id"] == str(REAL_COUNCIL.id)
    assert envelope["data"]["synthetic"] is False
    assert envelope["data"]["holds"] == []


async def test_without_an_active_council_the_caller_is_told_to_go_there_directly(
    desk: Desk,
) -> None:
    await suspend(desk, COUNCIL)
    assert await refused(desk, 409, concern()) == "no_lead_agency"
    named = concern(lead_agency_id=str(COUNCIL.id))
    assert await refused(desk, 400, named) == "lead_agency_unsuitable"


async def test_between_two_councils_the_caller_must_choose(desk: Desk) -> None:
    row = {
        "agency_id": uuid4(),
        "name": "Eastshire Council",
        "kind": AgencyKind.COUNCIL,
        "suspended": False,
        "synthetic": True,
    }
    async with desk.database.transaction() as session:
        await session.execute(insert(known_agencies), row)
    assert await refused(desk, 400, concern()) == "lead_agency_needed"
    async with desk.client(TRUST) as client:
        named = concern(lead_agency_id=str(row["agency_id"]))
        assert (await client.post(CONCERNS, json=named)).status_code == 201
    [envelope] = await desk.published()
    assert envelope["data"]["lead_agency_id"] == str(row["agency_id"])


async def test_without_the_scope_nobody_raises(desk: Desk) -> None:
    scopes = frozenset({Scope.CONCERNS_READ})
    assert await refused(desk, 403, concern(), scopes=scopes) == "scope_missing"


async def test_neither_a_stranger_nor_a_suspended_agency_raises(desk: Desk) -> None:
    stranger = Agency("Nobody knows", AgencyKind.OTHER)
    await refused(desk, 401, concern(), stranger)
    await suspend(desk, TRUST)
    await refused(desk, 401, concern())


async def test_a_key_is_not_good_for_another_body(desk: Desk) -> None:
    headers = {"Idempotency-Key": "the-same-key"}
    async with desk.client(TRUST) as client:
        first = await client.post(CONCERNS, json=concern(), headers=headers)
        before = await rows(desk)
        other = concern(immediate_danger=True)
        second = await client.post(CONCERNS, json=other, headers=headers)
    assert (first.status_code, second.status_code) == (201, 422)
    assert await rows(desk) == before


async def suspend(desk: Desk, agency: Agency) -> None:
    async with desk.database.transaction() as session:
        await session.execute(
            update(known_agencies)
            .where(known_agencies.c.agency_id == agency.id)
            .values(suspended=True)
        )
