"""A case is opened in an emergency for minutes, to one person, and never to the excluded."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update

from services.partners.emergencies.models import Emergency
from shared.access.tables import case_emergencies, known_agencies
from shared.audit.append import audit_entries
from shared.events.partners import EmergencyAccessOpened, EmergencyAccessReviewed
from tests.services.partners.cases import REASON, Cases, Hands, code_of, hold_on
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import event_of

OFFICER = Person("pc-7", "response")
COLLEAGUE = Person("pc-8", "response")


async def _open(
    cases: Cases,
    case_id: UUID,
    agency: Agency = POLICE,
    person: Person | None = OFFICER,
    **changes: Any,
) -> httpx.Response:
    body = {"reason": REASON, "minutes": 30, **changes}
    return await cases.post(agency, f"/cases/{case_id}/emergencies", body, person=person)


async def _parties(cases: Cases, case_id: UUID, person: Person | None = OFFICER) -> int:
    answer = await cases.get(POLICE, f"/cases/{case_id}/parties", person=person)
    return answer.status_code


async def test_a_case_is_open_to_the_one_who_asked_until_the_minutes_are_over(
    cases: Cases, hands: Hands
) -> None:
    case_id = await cases.begin()
    assert await _parties(cases, case_id) == 404
    opened = await _open(cases, case_id)
    assert opened.status_code == 201, opened.text
    assert opened.json()["lead_agency_id"] == str(COUNCIL.id)
    assert await _parties(cases, case_id) == 200
    assert await _parties(cases, case_id, COLLEAGUE) == 404
    assert await _parties(cases, case_id, None) == 404

    hands.at += timedelta(minutes=30, seconds=-1)
    assert await _parties(cases, case_id) == 200
    hands.at += timedelta(seconds=1)
    assert await _parties(cases, case_id) == 404


async def test_it_opens_for_reading_alone_and_nothing_is_sent(cases: Cases) -> None:
    case_id = await cases.begin()
    await _open(cases, case_id)
    for path, body in (
        ("parties", {"agency_id": str(TRUST.id), "reason": REASON}),
        ("parties/acceptance", None),
        ("exclusions", {"agency_id": str(TRUST.id), "reason": REASON}),
    ):
        refused = await cases.post(POLICE, f"/cases/{case_id}/{path}", body, person=OFFICER)
        assert refused.status_code == 403, path
    for path in ("exclusions", "requests", "emergencies"):
        refused = await cases.get(POLICE, f"/cases/{case_id}/{path}", person=OFFICER)
        assert refused.status_code == 403, path
    await cases.tell()
    assert (await cases.feed(POLICE, person=OFFICER))["items"] == []


async def test_the_lead_is_alerted_by_ids_and_nothing_else(cases: Cases) -> None:
    case_id = await cases.begin()
    opened = (await _open(cases, case_id)).json()
    (published,) = await cases.desk.published(EmergencyAccessOpened)
    assert isinstance(event_of(published), EmergencyAccessOpened)
    assert published["data"] == {
        "case_id": str(case_id),
        "synthetic": True,
        "emergency_id": opened["emergency_id"],
        "agency_id": str(POLICE.id),
        "practitioner_id": OFFICER.id,
        "opened_at": opened["opened_at"],
        "ends_at": opened["ends_at"],
    }
    await cases.tell()
    assert published["data"] in [item["data"] for item in (await cases.feed(COUNCIL))["items"]]
    kept = await cases.desk.published()
    assert REASON not in str(kept)


async def test_the_excluded_find_what_is_not_there(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER))
    await cases.exclude(case_id, POLICE, practitioner_id="PC-7")
    await cases.exclude(case_id, BYSTANDER, unit="Response")
    for agency, person in (
        (EMPLOYER, OFFICER),
        (POLICE, OFFICER),
        (POLICE, None),
        (BYSTANDER, COLLEAGUE),
        (REAL_TRUST, OFFICER),
    ):
        hidden = await _open(cases, case_id, agency, person)
        missing = await _open(cases, uuid4(), agency, person)
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json() | {"request_id": ""} == missing.json() | {"request_id": ""}
    assert await cases.desk.count(Emergency) == 0
    assert (await _open(cases, case_id, POLICE, COLLEAGUE)).status_code == 201


async def test_whoever_is_excluded_while_it_is_open_reads_nothing_more(cases: Cases) -> None:
    case_id = await cases.begin()
    await _open(cases, case_id)
    await cases.exclude(case_id, POLICE, practitioner_id=OFFICER.id)
    assert await _parties(cases, case_id) == 404
    assert (await _open(cases, case_id)).status_code == 404


async def test_an_unnamed_practitioner_opens_nothing(cases: Cases) -> None:
    case_id = await cases.begin()
    assert (await _open(cases, case_id, person=None)).status_code == 404
    assert await cases.desk.count(case_emergencies) == 0


async def test_who_takes_part_needs_none(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    assert code_of(await _open(cases, case_id)) == (409, "access_is_open_anyway")
    assert code_of(await _open(cases, case_id, COUNCIL)) == (409, "access_is_open_anyway")
    assert await cases.desk.published(EmergencyAccessOpened) == []


async def test_an_agency_that_is_not_live_opens_nothing(cases: Cases) -> None:
    case_id = await cases.begin()
    async with cases.desk.database.transaction() as session:
        await session.execute(
            update(known_agencies).where(known_agencies.c.agency_id == POLICE.id).values(live=False)
        )
    assert (await _open(cases, case_id)).status_code == 404
    assert await cases.desk.count(Emergency) == 0


@pytest.mark.parametrize("minutes", [0, -1, 61, 100_000, 1.5, "30", None])
async def test_an_emergency_lasts_an_hour_at_most(cases: Cases, minutes: object) -> None:
    case_id = await cases.begin()
    assert (await _open(cases, case_id, minutes=minutes)).status_code == 422
    assert (await _open(cases, case_id, minutes=60)).status_code == 201


@pytest.mark.parametrize("reason", [None, "", "  "])
async def test_a_reason_is_needed(cases: Cases, reason: object) -> None:
    case_id = await cases.begin()
    assert (await _open(cases, case_id, reason=reason)).status_code == 422


async def test_the_reason_is_sealed_and_every_look_is_audited(cases: Cases) -> None:
    case_id = await cases.begin()
    await _open(cases, case_id)
    await _parties(cases, case_id)
    async with cases.desk.database.transaction() as session:
        row = (await session.execute(select(Emergency.reason))).scalar_one()
        audited = (
            await session.execute(
                select(audit_entries.c.operation).where(
                    audit_entries.c.case_id == case_id,
                    audit_entries.c.practitioner_id == OFFICER.id,
                )
            )
        ).scalars()
        operations = set(audited)
    assert REASON.encode() not in row
    assert {"open_emergency", "read_parties"} <= operations


async def test_the_lead_reviews_what_waits_with_its_age(cases: Cases, hands: Hands) -> None:
    case_id = await cases.begin()
    emergency_id = (await _open(cases, case_id)).json()["emergency_id"]
    hands.at += timedelta(minutes=90)
    (waiting,) = (await cases.get(COUNCIL, "/emergencies", reviewed="false")).json()["items"]
    assert (waiting["age_minutes"], waiting["reason"]) == (90, REASON)
    assert (waiting["agency_name"], waiting["practitioner_id"]) == (POLICE.name, OFFICER.id)
    assert waiting["review"] is None

    path = f"/cases/{case_id}/emergencies/{emergency_id}/review"
    body = {"finding": "justified", "note": "She was in danger that night."}
    refused = await cases.post(COUNCIL, path, body, person=NURSE)
    assert refused.status_code == 403
    done = await cases.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
    assert done.status_code == 201, done.text
    again = await cases.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
    assert code_of(again) == (409, "emergency_already_reviewed")

    assert (await cases.get(COUNCIL, "/emergencies", reviewed="false")).json()["items"] == []
    (listed,) = (await cases.get(COUNCIL, "/emergencies", reviewed="true")).json()["items"]
    (of_case,) = (await cases.get(COUNCIL, f"/cases/{case_id}/emergencies")).json()["items"]
    assert done.json() == listed == of_case
    assert listed["review"]["note"] == body["note"]
    (published,) = await cases.desk.published(EmergencyAccessReviewed)
    assert published["data"]["finding"] == "justified"


async def test_nobody_but_the_lead_sees_the_queue(cases: Cases) -> None:
    case_id = await cases.begin()
    emergency_id = (await _open(cases, case_id)).json()["emergency_id"]
    await cases.join(case_id, TRUST)
    for agency in (POLICE, TRUST, BYSTANDER):
        assert (await cases.get(agency, "/emergencies")).json()["items"] == []
        path = f"/cases/{case_id}/emergencies"
        body = {"finding": "misuse", "note": REASON}
        refused = await cases.post(
            agency, f"{path}/{emergency_id}/review", body, person=SAFEGUARDING_LEAD
        )
        assert refused.status_code in {403, 404}
        assert (await cases.get(agency, path)).status_code == refused.status_code
    other = await cases.begin()
    path = f"/cases/{other}/emergencies/{emergency_id}/review"
    missed = await cases.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
    assert missed.status_code == 404
