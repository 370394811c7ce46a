"""Who may know: whoever may not gets the answer of a case that does not exist."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from shared.access.caller import Scope
from shared.audit.append import AuditKind, audit_entries
from shared.events.partners import PartyInvited
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, exclude, hear, raise_concern
from tests.services.outcomes.conclusion_bodies import completion, reopening
from tests.services.outcomes.wish_bodies import (
    RETRACTION,
    coercion,
    correction,
    death,
    explanation,
    no_longer_wanted,
    review,
    weighing,
)
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk

WISH = str(uuid4())

READS = [
    "enquiry",
    "conversations",
    f"conversations/{WISH}",
    "desired-outcomes",
    f"desired-outcomes/{WISH}",
    f"desired-outcomes/{WISH}/limitations",
    "verdicts",
    "weighings",
    f"weighings/{WISH}",
    "coercion",
    "effort",
    "effort/steps",
]
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("conversations", bodies.conversation()),
    ("desired-outcomes", bodies.wish(str(uuid4()))),
    (f"desired-outcomes/{WISH}/no-longer-wanted", no_longer_wanted(str(uuid4()))),
    (f"desired-outcomes/{WISH}/limitations", bodies.limitation()),
    (f"desired-outcomes/{WISH}/limitations/{WISH}/reviews", review()),
    (f"desired-outcomes/{WISH}/limitations/{WISH}/explanation", explanation()),
    (f"desired-outcomes/{WISH}/verdicts", bodies.verdict()),
    ("verdicts", bodies.verdict()),
    ("weighings", weighing()),
    ("coercion", coercion()),
    ("effort", {"kind": "visit", "done_on": "2026-11-21"}),
    ("conclusion", bodies.CONCLUSION),
    ("reopening", reopening()),
    ("death", death()),
    ("death/retraction", RETRACTION),
]
REPLACEMENTS: list[tuple[str, dict[str, Any]]] = [
    ("conclusion", completion()),
    (f"conversations/{WISH}", correction()),
    (f"desired-outcomes/{WISH}", bodies.wish(str(uuid4()), why="She said more.")),
    (f"weighings/{WISH}", weighing(why="She woke.")),
]


async def every_answer(
    case: Case, agency: Agency, person: Person | None = NURSE
) -> AsyncIterator[httpx.Response]:
    async with case.desk.client(agency, person) as client:
        for path in READS:
            yield await client.get(case.path(path))
        for path, body in WRITES:
            yield await client.post(case.path(path), json=body)
        for path, body in REPLACEMENTS:
            yield await client.put(case.path(path), json=body, headers={"If-Match": '"1"'})


def what_is_told(response: httpx.Response) -> tuple[int, dict[str, Any]]:
    return response.status_code, response.json() | {"request_id": None}


@pytest.mark.parametrize(
    "agency", [EMPLOYER, BYSTANDER, REAL_COUNCIL], ids=lambda agency: agency.name
)
async def test_who_may_not_know_cannot_tell_the_case_from_one_that_does_not_exist(
    desk: Desk, case: Case, agency: Agency
) -> None:
    nowhere = Case(desk)
    hidden = [what_is_told(response) async for response in every_answer(case, agency)]
    missing = [what_is_told(response) async for response in every_answer(nowhere, agency)]
    assert hidden == missing
    assert {status for status, _ in hidden} == {404}


async def test_an_agency_that_is_excluded_later_sees_nothing_from_then_on(
    desk: Desk, case: Case
) -> None:
    await case.wish()
    assert (await case.get("enquiry", POLICE)).status_code == 200
    await exclude(desk, case, POLICE)
    assert {response.status_code async for response in every_answer(case, POLICE)} == {404}
    async with desk.client(POLICE) as client:
        report = (await client.get("/outcomes/v1/statistics/summary")).json()
    assert {measure["count"] for measure in report["concerns"] + report["enquiries"]} == {0}


async def test_a_kept_answer_is_not_given_again_to_who_may_no_longer_know(
    desk: Desk, case: Case
) -> None:
    async def send() -> int:
        async with desk.client(POLICE) as client:
            headers = {"Idempotency-Key": "kept"}
            body = bodies.conversation()
            path = case.path("conversations")
            return (await client.post(path, json=body, headers=headers)).status_code

    assert await send() == 201
    await exclude(desk, case, POLICE)
    assert await send() == 404


async def test_who_knows_of_the_case_but_does_not_work_on_it_is_refused(desk: Desk) -> None:
    case = await raise_concern(desk, parties=(POLICE,))
    await decide(desk, case)
    await hear(desk, PartyInvited(case_id=case.id, synthetic=True, agency_id=BYSTANDER.id))
    for agency in (TRUST, BYSTANDER):
        assert {response.status_code async for response in every_answer(case, agency)} == {403}


async def test_a_token_without_the_scope_is_refused(case: Case) -> None:
    response = await case.post("conversations", bodies.conversation(), without=Scope.OUTCOMES_WRITE)
    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")


async def test_an_anonymous_caller_is_refused(desk: Desk, case: Case) -> None:
    async with desk.client(None) as client:
        for path in READS:
            assert (await client.get(case.path(path))).status_code == 401
        for path, body in WRITES:
            assert (await client.post(case.path(path), json=body)).status_code == 401
        for path, body in REPLACEMENTS:
            assert (await client.put(case.path(path), json=body)).status_code == 401
        assert (await client.get("/outcomes/v1/statistics/summary")).status_code == 401


async def test_reads_changes_and_denials_are_audited(desk: Desk, case: Case) -> None:
    await case.wish()
    await case.get("enquiry", COUNCIL)
    await case.get("enquiry", EMPLOYER)
    columns = (audit_entries.c.kind, audit_entries.c.operation, audit_entries.c.agency_id)
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(*columns))).all()
    entries = {tuple(row) for row in rows}
    assert (AuditKind.CHANGE, "open_enquiry", None) in entries
    assert (AuditKind.CHANGE, "record_conversation", TRUST.id) in entries
    assert (AuditKind.CHANGE, "record_desired_outcome", TRUST.id) in entries
    assert (AuditKind.ACCESS, "read_enquiry", COUNCIL.id) in entries
    assert (AuditKind.DENIAL, "read_enquiry", EMPLOYER.id) in entries
