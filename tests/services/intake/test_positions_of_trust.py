"""People in positions of trust: read by few, told to nobody, and outside every case."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.intake.positions_of_trust.models import PositionOfTrust, PositionStep
from shared.audit.append import AuditKind, audit_entries
from tests.services.intake.bodies import (
    ACTS_ON_POSITION,
    CARE_WORKER,
    NEIGHBOUR,
    POSITION_OF_TRUST,
    WHY,
)
from tests.services.intake.cases import hidden, raise_one, seen
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk

RECORDS = "/intake/v1/positions-of-trust"
STEPS = {tail: ACTS_ON_POSITION[tail] for tail in ("decision", "disclosures", "closure")}
DECISION, DISCLOSURE, CLOSURE = STEPS.values()


async def raised(
    desk: Desk, agency: Agency = POLICE, person: Person | None = NURSE, **changes: Any
) -> str:
    async with desk.client(agency, person) as client:
        answer = await client.post(RECORDS, json=POSITION_OF_TRUST | changes)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["Location"]
    assert path == f"{RECORDS}/{answer.json()['record_id']}"
    return path


async def step(
    desk: Desk,
    path: str,
    tail: str,
    body: Any,
    agency: Agency = COUNCIL,
    person: Person | None = SAFEGUARDING_LEAD,
) -> Any:
    async with desk.client(agency, person) as client:
        return await client.post(f"{path}/{tail}", json=body)


async def listed(desk: Desk, agency: Agency, person: Person | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await seen(desk, RECORDS, agency, person))["items"]
    return items


async def test_the_councils_safeguarding_lead_reads_all_and_acts(desk: Desk) -> None:
    path = await raised(desk)
    view = await seen(desk, path, COUNCIL, SAFEGUARDING_LEAD)
    assert view["accused"]["name"] == CARE_WORKER["name"]
    assert view["what_happened"] == POSITION_OF_TRUST["what_happened"]
    assert (view["steps"], view["raised_by_practitioner_id"]) == ([], NURSE.id)
    assert await listed(desk, COUNCIL, SAFEGUARDING_LEAD) == [view]
    for tail, body in STEPS.items():
        answer = await step(desk, path, tail, body)
        assert answer.status_code == 201, answer.text
    view = await seen(desk, path, COUNCIL, SAFEGUARDING_LEAD)
    assert [one["kind"] for one in view["steps"]] == ["decided", "disclosure_decided", "closed"]
    assert view["steps"][0]["decision"] == DECISION
    assert view["steps"][1]["disclosure"] == DISCLOSURE | {"why_not_told": None}
    assert view["steps"][2]["closure"] == CLOSURE
    assert view["closed_at"] == "2026-11-22T09:30:00Z"


async def test_who_raised_it_reads_what_they_sent_and_not_what_was_done(desk: Desk) -> None:
    path = await raised(desk)
    await step(desk, path, "decision", DECISION)
    await step(desk, path, "closure", CLOSURE)
    view = await seen(desk, path, POLICE, NURSE)
    assert (view["steps"], view["closed_at"]) == (None, None)
    assert view["what_happened"] == POSITION_OF_TRUST["what_happened"]
    assert await listed(desk, POLICE, NURSE) == [view]


@pytest.mark.parametrize(
    ("agency", "person"),
    [
        (COUNCIL, NURSE),
        (COUNCIL, None),
        (POLICE, SAFEGUARDING_LEAD),
        (POLICE, None),
        (TRUST, SAFEGUARDING_LEAD),
        (BYSTANDER, NURSE),
        (EMPLOYER, SAFEGUARDING_LEAD),
    ],
)
async def test_nobody_else_can_tell_that_there_is_one(
    desk: Desk, agency: Agency, person: Person | None
) -> None:
    path = await raised(desk)
    await hidden(desk, path, agency, person)
    assert await listed(desk, agency, person) == []
    for tail, body in STEPS.items():
        answer = await step(desk, path, tail, body, agency, person)
        other = await step(desk, f"{RECORDS}/{uuid4()}", tail, body, agency, person)
        assert answer.status_code == other.status_code == 404
        assert answer.json()["code"] == other.json()["code"]


async def test_an_employer_that_reports_its_own_reads_what_it_sent_and_the_accused_does_not(
    desk: Desk,
) -> None:
    accused = Person(CARE_WORKER["practitioner_id"])
    path = await raised(desk, EMPLOYER)
    assert (await seen(desk, path, EMPLOYER, NURSE))["steps"] is None
    await hidden(desk, path, EMPLOYER, accused)
    own = await raised(desk, EMPLOYER, accused)
    await hidden(desk, own, EMPLOYER, accused)


async def test_a_safeguarding_lead_who_is_accused_can_not_tell_there_is_one(desk: Desk) -> None:
    accused = {
        "source": "other_known",
        "name": "Canary Lead",
        "organisation_name": COUNCIL.name,
        "practitioner_id": SAFEGUARDING_LEAD.id,
    }
    path = await raised(desk, accused=accused)
    await hidden(desk, path, COUNCIL, SAFEGUARDING_LEAD)
    other = Person("sgl-2", role=SAFEGUARDING_LEAD.role)
    assert (await seen(desk, path, COUNCIL, other))["steps"] == []


async def test_it_is_told_to_nobody_and_begins_no_case(desk: Desk) -> None:
    path = await raised(desk)
    for tail, body in STEPS.items():
        await step(desk, path, tail, body)
    assert await desk.published() == []
    assert (await seen(desk, "/intake/v1/concerns", COUNCIL, SAFEGUARDING_LEAD))["items"] == []


async def test_a_case_is_linked_by_who_leads_it_too(desk: Desk) -> None:
    path, case = await raised(desk), await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    body = {"case_id": str(case.case_id), "why": WHY}
    answer = await step(desk, path, "cases", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["steps"][0]["link"] == body
    stranger = await step(desk, path, "cases", body | {"case_id": str(uuid4())})
    assert stranger.status_code == 404
    assert await desk.count(PositionStep) == 1


@pytest.mark.parametrize(
    ("tail", "body", "code"),
    [
        ("disclosures", DISCLOSURE | {"why_not_told": WHY}, "informed_inconsistently"),
        ("disclosures", DISCLOSURE | {"person_was_told": False}, "informed_inconsistently"),
    ],
)
async def test_a_step_that_can_not_be_is_refused(
    desk: Desk, tail: str, body: Any, code: str
) -> None:
    answer = await step(desk, await raised(desk), tail, body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await desk.count(PositionStep) == 0


async def test_what_is_closed_takes_no_step(desk: Desk) -> None:
    path = await raised(desk)
    await step(desk, path, "closure", CLOSURE)
    for tail, body in STEPS.items():
        answer = await step(desk, path, tail, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "record_closed")


async def test_who_raised_it_is_told_that_acting_is_the_councils(desk: Desk) -> None:
    answer = await step(desk, await raised(desk), "decision", DECISION, POLICE, NURSE)
    assert (answer.status_code, answer.json()["code"]) == (403, "lead_person_needed")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"accused": CARE_WORKER | {"name": None, "practitioner_id": None}}, "accused_unnamed"),
        ({"occurred_on": "2026-11-23"}, "date_in_the_future"),
        ({"lead_agency_id": str(TRUST.id)}, "lead_agency_unsuitable"),
    ],
)
async def test_an_allegation_that_can_not_be_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    async with desk.client(POLICE) as client:
        answer = await client.post(RECORDS, json=POSITION_OF_TRUST | changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert "canary" not in answer.text.casefold()
    assert await desk.count(PositionOfTrust) == 0


async def test_looking_and_being_refused_are_audited_by_the_record(desk: Desk) -> None:
    path = await raised(desk)
    await seen(desk, path, COUNCIL, SAFEGUARDING_LEAD)
    await hidden(desk, path, COUNCIL, NURSE)
    subject = f"position_of_trust/{path.rpartition('/')[2]}"
    async with desk.database.engine.connect() as connection:
        rows = (
            await connection.execute(
                select(audit_entries.c.kind).where(audit_entries.c.subject == subject)
            )
        ).scalars()
        assert set(rows) == {AuditKind.CHANGE, AuditKind.ACCESS, AuditKind.DENIAL}


async def test_the_same_allegation_sent_twice_is_kept_once(desk: Desk) -> None:
    async with desk.client(POLICE) as client:
        answers = [
            await client.post(RECORDS, json=POSITION_OF_TRUST, headers={"Idempotency-Key": "one"})
            for _ in range(2)
        ]
    assert answers[0].json() == answers[1].json()
    assert await desk.count(PositionOfTrust) == 1
