"""The agency, unit or person accused learns nothing beyond what it sent itself."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.events.partners import ExclusionDecided, ExclusionLifted, PartyAccepted
from tests.services.intake.bodies import (
    CARE_WORKER,
    WHAT_HAPPENED,
    concern,
    decision,
    information,
)
from tests.services.intake.cases import happen, hidden, listed, raise_one, seen
from tests.support.agencies import COUNCIL, EMPLOYER, TRUST, Person
from tests.support.desk import Desk

CONCERNS = "/intake/v1/concerns"
MANAGER = Person("manager-1", "office")
ACCUSED = Person("Carer-7", "rounds")
UNNAMED_WORKER = {**CARE_WORKER, "practitioner_id": None}


def case_paths(case_id: UUID) -> list[str]:
    case = f"/intake/v1/cases/{case_id}"
    return [case, f"{case}/decision", f"{case}/information"]


async def test_an_accused_employer_finds_nothing_anywhere(desk: Desk) -> None:
    event = await raise_one(desk)
    for path in [f"{CONCERNS}/{event.concern_id}", *case_paths(event.case_id)]:
        await hidden(desk, path, EMPLOYER)
    assert await seen(desk, CONCERNS, EMPLOYER) == {"items": [], "next": None}


async def test_an_accused_employer_can_do_nothing_to_the_case(desk: Desk) -> None:
    event = await raise_one(desk)
    case = f"/intake/v1/cases/{event.case_id}"
    async with desk.client(EMPLOYER) as client:
        answers = [
            await client.post(f"{case}/decision", json=decision()),
            await client.post(f"{case}/information", json=information()),
            await client.post(f"{case}/decision", json={"canary": 1}),
        ]
    assert {answer.status_code for answer in answers} == {404}


async def test_a_hold_beats_being_a_party(desk: Desk) -> None:
    event = await raise_one(desk)
    await happen(desk, PartyAccepted(case_id=event.case_id, synthetic=True, agency_id=EMPLOYER.id))
    await hidden(desk, f"{CONCERNS}/{event.concern_id}", EMPLOYER)
    assert await listed(desk, EMPLOYER) == []


async def test_a_provider_reads_back_what_it_sent_and_no_more(desk: Desk) -> None:
    await raise_one(desk)
    event = await raise_one(desk, EMPLOYER, MANAGER)
    path = f"{CONCERNS}/{event.concern_id}"
    before = await seen(desk, path, EMPLOYER, MANAGER)
    assert before["what_happened"] == WHAT_HAPPENED
    assert before["sources_of_risk"] == [CARE_WORKER | {"unit": None}]
    assert before["received_at"] == "2026-11-22T09:30:00Z"
    for field in ("case_id", "lead_agency_id", "has_unmatched_employer"):
        assert before[field] is None
    await decide(desk, event.case_id)
    assert await seen(desk, path, EMPLOYER, MANAGER) == before
    listing = await seen(desk, CONCERNS, EMPLOYER, MANAGER)
    assert listing == {"items": [before], "next": None}
    assert str(event.case_id) not in str(listing)
    for hidden_path in case_paths(event.case_id):
        await hidden(desk, hidden_path, EMPLOYER)


async def test_a_receipt_sent_again_still_has_no_case(desk: Desk) -> None:
    headers = {"Idempotency-Key": "again"}
    async with desk.client(EMPLOYER, MANAGER) as client:
        first = await client.post(CONCERNS, json=concern(), headers=headers)
        second = await client.post(CONCERNS, json=concern(), headers=headers)
    assert first.json() == second.json()
    assert second.json()["case_id"] is None


async def test_a_kept_receipt_is_not_given_again_to_who_was_excluded_since(desk: Desk) -> None:
    headers = {"Idempotency-Key": "kept"}
    async with desk.client(TRUST) as client:
        body = concern()
        first = await client.post(CONCERNS, json=body, headers=headers)
        case_id = UUID(first.json()["case_id"])
        await happen(
            desk,
            ExclusionDecided(
                case_id=case_id,
                synthetic=True,
                exclusion_id=uuid4(),
                agency_id=TRUST.id,
                unit=None,
                practitioner_id=None,
            ),
        )
        again = await client.post(CONCERNS, json=body, headers=headers)
    assert again.status_code == 404
    assert str(case_id) not in again.text


@pytest.mark.parametrize("person", [ACCUSED, None], ids=["the accused", "perhaps the accused"])
async def test_what_a_provider_sent_is_hidden_from_the_person_it_accuses(
    desk: Desk, person: Person | None
) -> None:
    event = await raise_one(desk, EMPLOYER, MANAGER)
    async with desk.client(EMPLOYER, person) as client:
        answer = await client.get(f"{CONCERNS}/{event.concern_id}")
        listing = (await client.get(CONCERNS)).json()
    assert answer.status_code == 404
    assert listing == {"items": [], "next": None}


async def test_it_is_hidden_from_the_unit_it_accuses_save_for_who_sent_it(desk: Desk) -> None:
    alleged = {**UNNAMED_WORKER, "unit": "Office"}
    event = await raise_one(desk, EMPLOYER, MANAGER, sources_of_risk=[alleged])
    path = f"{CONCERNS}/{event.concern_id}"
    assert await seen(desk, path, EMPLOYER, MANAGER)
    assert await seen(desk, path, EMPLOYER, Person("director-1", "board"))
    async with desk.client(EMPLOYER, Person("clerk-1", "office")) as client:
        assert (await client.get(path)).status_code == 404


async def test_with_nobody_named_any_of_the_agency_reads_what_it_sent(desk: Desk) -> None:
    event = await raise_one(desk, EMPLOYER, MANAGER, sources_of_risk=[UNNAMED_WORKER])
    path = f"{CONCERNS}/{event.concern_id}"
    for person in (MANAGER, ACCUSED, None):
        assert (await seen(desk, path, EMPLOYER, person))["case_id"] is None


async def test_letting_the_employer_know_does_not_let_the_accused_know(desk: Desk) -> None:
    event = await raise_one(desk, EMPLOYER, MANAGER)
    whole = next(hold for hold in event.holds if hold.practitioner_id is None)
    await happen(
        desk,
        ExclusionLifted(case_id=event.case_id, synthetic=True, exclusion_id=whole.exclusion_id),
    )
    path = f"{CONCERNS}/{event.concern_id}"
    assert (await seen(desk, path, EMPLOYER, MANAGER))["case_id"] == str(event.case_id)
    async with desk.client(EMPLOYER, ACCUSED) as client:
        assert (await client.get(path)).status_code == 404


async def test_the_leads_own_accused_see_nothing_and_their_colleagues_work_on(desk: Desk) -> None:
    alleged: dict[str, Any] = {
        "source": "other_known",
        "organisation_name": COUNCIL.name,
        "unit": "Adults East",
        "practitioner_id": "sw-7",
    }
    event = await raise_one(desk, TRUST, sources_of_risk=[alleged])
    path = f"{CONCERNS}/{event.concern_id}"
    for person in (Person("sw-7", "adults west"), Person("sw-8", "adults  east"), None):
        async with desk.client(COUNCIL, person) as client:
            assert (await client.get(path)).status_code == 404
            answer = await client.post(
                f"/intake/v1/cases/{event.case_id}/decision", json=decision()
            )
            assert answer.status_code == 404
    colleague = Person("sw-9", "adults west")
    assert (await seen(desk, path, COUNCIL, colleague))["case_id"] == str(event.case_id)


async def decide(desk: Desk, case_id: UUID) -> None:
    async with desk.client(COUNCIL) as client:
        answer = await client.post(f"/intake/v1/cases/{case_id}/decision", json=decision())
    assert answer.status_code == 201
