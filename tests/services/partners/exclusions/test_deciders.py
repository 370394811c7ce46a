"""Where the lead's own staff are accused, one named person decides exclusions in its stead."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from services.partners.exclusions.models import DeciderNaming
from shared.events.partners import DeciderNamed
from tests.services.partners.cases import REASON, Cases, code_of, hold_on
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    NURSE,
    POLICE,
    SAFEGUARDING_LEAD,
    SOCIAL_WORKER,
    TRUST,
    Agency,
    Person,
)

ANOTHER_LEAD = Person("lead-2", "quality", "safeguarding_lead")
DETECTIVE = Person("dc-1", "adult protection")


async def _name(
    cases: Cases,
    case_id: UUID,
    agency: Agency,
    named: Person,
    *,
    by: tuple[Agency, Person | None] = (COUNCIL, SAFEGUARDING_LEAD),
    **more: Any,
) -> httpx.Response:
    body = {"agency_id": str(agency.id), "practitioner_id": named.id, "reason": REASON, **more}
    return await cases.post(by[0], f"/cases/{case_id}/decider", body, person=by[1])


async def _exclude(
    cases: Cases, case_id: UUID, by: tuple[Agency, Person], whom: Agency = BYSTANDER
) -> httpx.Response:
    body = {"agency_id": str(whom.id), "reason": REASON}
    return await cases.post(by[0], f"/cases/{case_id}/exclusions", body, person=by[1])


async def _exclusions(cases: Cases, case_id: UUID, agency: Agency, person: Person) -> int:
    return (await cases.get(agency, f"/cases/{case_id}/exclusions", person=person)).status_code


async def test_the_one_named_alone_reads_sets_and_lifts(cases: Cases) -> None:
    hold = hold_on(COUNCIL, unit="adults east")
    case_id = await cases.begin(hold)
    await cases.join(case_id, POLICE)
    named = await _name(cases, case_id, POLICE, DETECTIVE)
    assert named.status_code == 201, named.text

    for agency, person in (
        (COUNCIL, SAFEGUARDING_LEAD),
        (COUNCIL, ANOTHER_LEAD),
        (POLICE, SAFEGUARDING_LEAD),
    ):
        assert await _exclusions(cases, case_id, agency, person) == 403
        assert (await _exclude(cases, case_id, (agency, person))).status_code == 403
    assert await _exclusions(cases, case_id, POLICE, DETECTIVE) == 200
    excluded = await _exclude(cases, case_id, (POLICE, DETECTIVE))
    assert excluded.status_code == 201
    for exclusion_id in (hold.exclusion_id, excluded.json()["exclusion_id"]):
        path = f"/cases/{case_id}/exclusions/{exclusion_id}/lifting"
        refused = await cases.post(COUNCIL, path, {"reason": REASON}, person=ANOTHER_LEAD)
        assert refused.status_code == 403
        lifted = await cases.post(POLICE, path, {"reason": REASON}, person=DETECTIVE)
        assert lifted.status_code == 200
        assert lifted.json()["decisions"][-1]["decided_by_agency_id"] == str(POLICE.id)


async def test_the_lead_sees_who_decides_and_the_event_does_not_say(cases: Cases) -> None:
    case_id = await cases.begin()
    path = f"/cases/{case_id}/decider"
    before = await cases.get(COUNCIL, path, person=SAFEGUARDING_LEAD)
    assert before.status_code == 404
    named = await _name(cases, case_id, COUNCIL, SOCIAL_WORKER)
    read = await cases.get(COUNCIL, path, person=ANOTHER_LEAD)
    assert read.json() == named.json()
    assert read.json()["reason"] == REASON
    assert (await cases.get(COUNCIL, path, person=NURSE)).status_code == 403
    assert (await cases.get(POLICE, path, person=SAFEGUARDING_LEAD)).status_code == 404
    (published,) = await cases.desk.published(DeciderNamed)
    assert published["data"]["practitioner_id"] == SOCIAL_WORKER.id
    await cases.tell()
    items = (await cases.feed(COUNCIL))["items"]
    assert items[-1]["type"] == DeciderNamed.named()
    assert "practitioner_id" not in items[-1]["data"]
    async with cases.desk.database.transaction() as session:
        row = (await session.execute(select(DeciderNaming.reason))).scalar_one()
    assert REASON.encode() not in row


async def test_the_one_who_decides_alone_names_another(cases: Cases) -> None:
    case_id = await cases.begin()
    await _name(cases, case_id, COUNCIL, SOCIAL_WORKER)
    assert (await _name(cases, case_id, COUNCIL, ANOTHER_LEAD)).status_code == 403
    by = (COUNCIL, SOCIAL_WORKER)
    again = await _name(cases, case_id, COUNCIL, SOCIAL_WORKER, by=by)
    assert code_of(again) == (409, "decider_named_already")
    assert (await _name(cases, case_id, COUNCIL, ANOTHER_LEAD, by=by)).status_code == 201
    assert await _exclusions(cases, case_id, COUNCIL, SOCIAL_WORKER) == 403
    assert await _exclusions(cases, case_id, COUNCIL, ANOTHER_LEAD) == 200


async def test_the_seat_is_empty_again_once_its_agency_leaves(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await _name(cases, case_id, POLICE, DETECTIVE)
    await cases.post(POLICE, f"/cases/{case_id}/parties/departure", {"reason": REASON})
    assert await _exclusions(cases, case_id, POLICE, DETECTIVE) == 404
    assert await _exclusions(cases, case_id, COUNCIL, SAFEGUARDING_LEAD) == 200
    assert (await _name(cases, case_id, COUNCIL, ANOTHER_LEAD)).status_code == 201


async def test_the_seat_is_empty_again_once_who_holds_it_must_not_know(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await _name(cases, case_id, POLICE, DETECTIVE)
    assert (await _exclude(cases, case_id, (POLICE, DETECTIVE), POLICE)).status_code == 201
    assert await _exclusions(cases, case_id, POLICE, DETECTIVE) == 404
    assert await _exclusions(cases, case_id, COUNCIL, SAFEGUARDING_LEAD) == 200


@pytest.mark.parametrize("agency", [TRUST, POLICE, BYSTANDER])
async def test_a_decider_comes_from_the_lead_or_a_party(cases: Cases, agency: Agency) -> None:
    case_id = await cases.begin(referrer=TRUST)
    await cases.invite(case_id, BYSTANDER)
    refused = await _name(cases, case_id, agency, DETECTIVE)
    assert code_of(refused) == (400, "decider_takes_no_part")
    assert await cases.desk.count(DeciderNaming) == 0


@pytest.mark.parametrize(
    ("excluded", "more"),
    [
        ({"practitioner_id": "DC-1"}, {"unit": "adult protection"}),
        ({"unit": "Adult Protection"}, {"unit": "adult  protection"}),
        ({"unit": "Adult Protection"}, {}),
        ({}, {"unit": "adult protection"}),
    ],
)
async def test_who_must_not_know_is_not_named(
    cases: Cases, excluded: dict[str, Any], more: dict[str, Any]
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.exclude(case_id, POLICE, **excluded)
    refused = await _name(cases, case_id, POLICE, DETECTIVE, **more)
    assert code_of(refused) == (409, "decider_must_not_know")


async def test_only_a_safeguarding_lead_of_the_lead_who_may_know_names_one(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.exclude(case_id, COUNCIL, practitioner_id=ANOTHER_LEAD.id)
    for by, status in (
        ((COUNCIL, NURSE), 403),
        ((COUNCIL, None), 404),
        ((COUNCIL, ANOTHER_LEAD), 404),
        ((POLICE, SAFEGUARDING_LEAD), 403),
        ((BYSTANDER, SAFEGUARDING_LEAD), 404),
    ):
        answer = await _name(cases, case_id, COUNCIL, SOCIAL_WORKER, by=by)
        assert answer.status_code == status, by
    assert (await _name(cases, uuid4(), COUNCIL, SOCIAL_WORKER)).status_code == 404
