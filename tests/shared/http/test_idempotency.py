"""A request that is sent again is answered again, and carried out once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import insert, select, update

from shared.access.tables import case_exclusions
from shared.idempotency import KEPT_FOR, forget_old_answers, idempotency
from tests.shared.http.notes import GATE, Note
from tests.support.agencies import BYSTANDER, POLICE, TRUST
from tests.support.desk import Desk

on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)

PATH = "/notes/v1/notes"
WORDS = {"words": "about Mrs Smith"}


@on_both
async def test_the_same_request_is_answered_the_same_and_carried_out_once(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    key = {"Idempotency-Key": "Mrs-Smith-1"}
    first = await trust.post(PATH, json=WORDS, headers=key)
    again = await trust.post(PATH, json=WORDS, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert await desk.count(Note) == 1


@on_both
async def test_fifty_at_once_are_carried_out_once(desk: Desk, trust: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k"}
    answers = await asyncio.gather(*(trust.post(PATH, json=WORDS, headers=key) for _ in range(50)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await desk.count(Note) == 1


@pytest.mark.usefixtures("impatience")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_request_in_flight_is_not_waited_for_for_ever(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    GATE.append(gate := asyncio.Event())
    key = {"Idempotency-Key": "k"}

    async def send() -> httpx.Response:
        return await trust.post("/notes/v1/troubles", json={"kind": "wait"}, headers=key)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        sent = [group.create_task(send()) for _ in range(2)]
        done, _ = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
        gate.set()
    (early,) = done
    assert (early.result().status_code, early.result().json()["code"]) == (
        409,
        "request_in_flight",
    )
    assert sorted(task.result().status_code for task in sent) == [201, 409]
    assert (await send()).headers["Idempotency-Replayed"] == "true"
    assert await desk.count(Note) == 1


async def test_another_body_under_the_same_key_is_refused(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    key = {"Idempotency-Key": "k"}
    await trust.post(PATH, json=WORDS, headers=key)
    response = await trust.post(PATH, json={"words": "other"}, headers=key)
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert await desk.count(Note) == 1


async def test_a_key_is_good_for_one_agency_and_one_path(
    desk: Desk, trust: httpx.AsyncClient, case_id: UUID
) -> None:
    key = {"Idempotency-Key": "k"}
    first = (await trust.post(PATH, json=WORDS, headers=key)).json()
    elsewhere = (
        await trust.post(f"/notes/v1/cases/{case_id}/notes", json=WORDS, headers=key)
    ).json()
    async with desk.client(POLICE) as police:
        theirs = (await police.post(PATH, json=WORDS, headers=key)).json()
    assert len({first["note_id"], elsewhere["note_id"], theirs["note_id"]}) == 3


@pytest.mark.parametrize("key", [None, "", " ", "two words", "é", "k" * 129])
async def test_a_post_without_a_usable_key_is_refused(desk: Desk, key: str | None) -> None:
    async with desk.client(TRUST) as client:
        client.event_hooks = {}
        headers = [] if key is None else [(b"Idempotency-Key", key.encode())]
        response = await client.post(PATH, json=WORDS, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_needed")
    assert await desk.count(Note) == 0


@pytest.mark.parametrize("trouble", ["rule", "crash", "race", "commit"])
async def test_a_failure_is_not_kept(desk: Desk, trust: httpx.AsyncClient, trouble: str) -> None:
    key = {"Idempotency-Key": "k"}
    for _ in range(2):
        response = await trust.post("/notes/v1/troubles", json={"kind": trouble}, headers=key)
        assert response.status_code >= 400
        assert "Smith" not in response.text
    assert await desk.count(idempotency) == 0
    assert await desk.count(Note) == 0


async def test_what_is_kept_can_be_read_by_nobody_else(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    await trust.post(PATH, json=WORDS, headers={"Idempotency-Key": "Mrs-Smith-1"})
    async with desk.database.engine.connect() as connection:
        row = (await connection.execute(select(idempotency))).one()
    assert "Smith" not in repr(row)
    assert b"Smith" not in row.answer


async def exclude(desk: Desk, case_id: UUID) -> None:
    exclusion = {
        "exclusion_id": uuid4(),
        "case_id": case_id,
        "agency_id": TRUST.id,
        "is_hold": False,
    }
    async with desk.database.transaction() as session:
        await session.execute(insert(case_exclusions), exclusion)


async def test_an_answer_on_a_case_is_not_given_again_to_who_may_no_longer_know(
    desk: Desk, trust: httpx.AsyncClient, case_id: UUID
) -> None:
    key = {"Idempotency-Key": "k"}
    path = f"/notes/v1/cases/{case_id}/notes"
    assert (await trust.post(path, json=WORDS, headers=key)).status_code == 201
    await exclude(desk, case_id)
    assert (await trust.post(path, json=WORDS, headers=key)).status_code == 404


async def test_an_answer_that_names_a_case_is_not_given_again_to_who_may_no_longer_know(
    desk: Desk, trust: httpx.AsyncClient, case_id: UUID
) -> None:
    key = {"Idempotency-Key": "k"}
    body = {**WORDS, "case_id": str(case_id)}
    first = await trust.post("/notes/v1/filings", json=body, headers=key)
    again = await trust.post("/notes/v1/filings", json=body, headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    await exclude(desk, case_id)
    hidden = await trust.post("/notes/v1/filings", json=body, headers=key)
    assert hidden.status_code == 404
    assert str(case_id) not in hidden.text


async def test_old_answers_are_forgotten_and_newer_ones_are_not(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    for key in ("old", "new"):
        await trust.post(PATH, json=WORDS, headers={"Idempotency-Key": key})
    oldest = select(idempotency.c.claim_id).order_by(idempotency.c.claim_id).limit(1)
    async with desk.database.transaction() as session:
        await session.execute(
            update(idempotency)
            .where(idempotency.c.claim_id == oldest.scalar_subquery())
            .values(stored_at=datetime.now(UTC) - KEPT_FOR - timedelta(minutes=1))
        )
    assert await forget_old_answers(desk.database)
    assert not await forget_old_answers(desk.database)
    assert await desk.count(idempotency) == 1
    again = await trust.post(PATH, json=WORDS, headers={"Idempotency-Key": "new"})
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_a_bystander_cant_use_anothers_key_to_see_its_answer(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    key = {"Idempotency-Key": "k"}
    first = await trust.post(PATH, json=WORDS, headers=key)
    async with desk.client(BYSTANDER) as bystander:
        theirs = await bystander.post(PATH, json=WORDS, headers=key)
    assert theirs.status_code == 201
    assert "Idempotency-Replayed" not in theirs.headers
    assert theirs.json()["note_id"] != first.json()["note_id"]
