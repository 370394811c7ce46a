"""An agency that must not know of a case can't tell by any route of partners that it exists."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from services.partners.deliveries.routes import router as deliveries
from services.partners.exclusions.routes import router as exclusions
from services.partners.requests.routes import router as requests
from services.partners.sendings.routes import router as sendings
from services.partners.sharing.routes import router as sharing
from shared.audit.append import AuditKind, audit_entries
from tests.services.partners.cases import REASON, Cases, hold_on
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.support.agencies import (
    COUNCIL,
    EMPLOYER,
    POLICE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)

ROUTES = [
    route
    for router in (sharing, exclusions, requests, deliveries, sendings)
    for route in router.routes
    if isinstance(route, APIRoute)
]
BODIES: dict[str, dict[str, Any]] = {
    "invite_party": {"agency_id": str(POLICE.id), "reason": REASON},
    "decline_invitation": {"reason": REASON},
    "leave_case": {"reason": REASON},
    "decide_exclusion": {"agency_id": str(POLICE.id), "reason": REASON},
    "lift_exclusion": {"reason": REASON},
    "make_request": {
        "kind": "information",
        "asked_of_agency_id": str(COUNCIL.id),
        "legal_gateway": "dpa_2018_sch1_para18",
        "purpose": REASON,
        "question": REASON,
    },
    "answer_request": {"words": REASON},
    "decline_request": {"reason": REASON},
}
VARYING = {"x-request-id", "x-correlation-id", "date"}


def _calls_on_a_case() -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    for route in ROUTES:
        if "{case_id}" in route.path:
            for method in route.methods or ():
                yield method, route.path, BODIES.get(route.name)
                if method == "POST":
                    yield method, route.path, {"unknown": 1}


def _seen(answer: httpx.Response) -> tuple[int, dict[str, str], str]:
    """Return everything a caller can see, without what differs between any two answers."""
    headers = {name: value for name, value in answer.headers.items() if name not in VARYING}
    return answer.status_code, headers, re.sub(r'"request_id":"[^"]+"', "", answer.text)


async def _call(
    cases: Cases, agency: Agency, person: Person | None, method: str, path: str, body: Any
) -> httpx.Response:
    async with cases.desk.client(agency, person) as client:
        return await client.request(method, path, json=body)


async def _busy_case(cases: Cases, *holds: Any, referrer: Agency = TRUST) -> tuple[UUID, UUID]:
    """Return a case with parties and requests, and the last request's id."""
    case_id = await cases.begin(*holds, referrer=referrer)
    await cases.join(case_id, POLICE)
    body = BODIES["make_request"] | {"asked_of_agency_id": str(POLICE.id)}
    made = await cases.post(COUNCIL, f"/cases/{case_id}/requests", body)
    await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    await cases.tell()
    return case_id, UUID(made.json()["request_id"])


@pytest.mark.parametrize("person", [SAFEGUARDING_LEAD, None])
async def test_a_held_agency_gets_the_answers_of_a_case_that_is_not_there(
    cases: Cases, person: Person | None
) -> None:
    hold = hold_on(EMPLOYER)
    for referrer in (TRUST, EMPLOYER):
        case_id, request_id = await _busy_case(cases, hold, referrer=referrer)
        hold = hold_on(EMPLOYER)
        calls = list(_calls_on_a_case())
        assert len(calls) > 20
        for method, path, body in calls:
            ids = {"request_id": request_id, "exclusion_id": hold.exclusion_id}
            real = path.format(case_id=case_id, **ids)
            absent = path.format(case_id=uuid4(), request_id=uuid4(), exclusion_id=uuid4())
            hidden = await _call(cases, EMPLOYER, person, method, real, body)
            missing = await _call(cases, EMPLOYER, person, method, absent, body)
            assert _seen(hidden) == _seen(missing), (method, path)
            assert hidden.status_code == 404


async def test_a_party_that_is_excluded_gets_them_too_and_so_does_an_excluded_person(
    cases: Cases,
) -> None:
    accused = Person("accused", "custody", "safeguarding_lead")
    whole, request_id = await _busy_case(cases)
    partly, second_request_id = await _busy_case(cases)
    await cases.exclude(whole, POLICE)
    await cases.exclude(partly, POLICE, practitioner_id=accused.id)
    for case_id, own in ((whole, request_id), (partly, second_request_id)):
        for method, path, body in _calls_on_a_case():
            real = path.format(case_id=case_id, request_id=own, exclusion_id=uuid4())
            absent = path.format(case_id=uuid4(), request_id=uuid4(), exclusion_id=uuid4())
            hidden = await _call(cases, POLICE, accused, method, real, body)
            missing = await _call(cases, POLICE, accused, method, absent, body)
            assert _seen(hidden) == _seen(missing), (method, path)


async def test_no_list_or_feed_shows_a_byte_of_a_case_to_the_agency_it_is_held_from(
    cases: Cases,
) -> None:
    canary, _ = await _busy_case(cases, hold_on(EMPLOYER), referrer=EMPLOYER)
    for route in ROUTES:
        if "{" not in route.path and route.methods == {"GET"}:
            answer = await _call(cases, EMPLOYER, SAFEGUARDING_LEAD, "GET", route.path, None)
            assert answer.status_code == 200
            assert str(canary) not in answer.text
            assert answer.json()["items"] == []


async def test_hidden_cases_leave_no_trace_in_what_an_agency_is_handed_of_others(
    cases: Cases,
) -> None:
    visible = []
    for _ in range(3):
        await cases.begin(hold_on(EMPLOYER), referrer=EMPLOYER)
        visible.append(await cases.begin(referrer=EMPLOYER))
    page = await cases.feed(EMPLOYER)
    assert [item["subject"] for item in page["items"]] == [f"case/{case}" for case in visible]
    assert [item["sequence"] for item in page["items"]] == [1, 2, 3]
    lonely = await cases.feed(EMPLOYER, after=page["next"])
    assert len(lonely["next"]) == len(page["next"])


async def test_an_answer_kept_under_a_key_is_not_given_again_once_the_agency_is_excluded(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    path = f"/cases/{case_id}/requests"
    assert (await cases.post(POLICE, path, BODIES["make_request"], key="k")).status_code == 201
    await cases.exclude(case_id, POLICE)
    again = await cases.post(POLICE, path, BODIES["make_request"], key="k")
    assert again.status_code == 404


async def test_a_refused_look_is_audited(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER))
    await cases.get(EMPLOYER, f"/cases/{case_id}/parties")
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(audit_entries.select())).all()
    denials = [row for row in rows if row.kind is AuditKind.DENIAL]
    assert [(row.agency_id, row.case_id, row.reason) for row in denials] == [
        (EMPLOYER.id, case_id, "excluded")
    ]
