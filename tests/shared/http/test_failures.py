"""Whatever breaks is answered truthfully, and nothing of what was sent is repeated or logged."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
import structlog
from sqlalchemy import text

from shared.crypto import Cipher
from shared.http.app import build_app
from shared.transactions import Database
from tests.shared.http.notes import Note, router
from tests.support.agencies import ISSUER, TRUST
from tests.support.desk import KEYS, Desk, client_for

PATH = "/notes/v1/notes"


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("rule", 409, "conflict"),
        ("race", 409, "conflict"),
        ("crash", 500, "fault"),
        ("commit", 503, "unavailable"),
    ],
)
async def test_a_command_that_fails_leaves_nothing_behind_and_says_so(
    desk: Desk, trust: httpx.AsyncClient, kind: str, status: int, code: str
) -> None:
    with structlog.testing.capture_logs() as lines:
        response = await trust.post("/notes/v1/troubles", json={"kind": kind})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["X-Request-ID"]
    assert "Smith" not in response.text + repr(lines)
    assert await desk.count(Note) == 0


async def test_a_problem_has_the_members_of_rfc_9457(trust: httpx.AsyncClient) -> None:
    response = await trust.post("/notes/v1/troubles", json={"kind": "rule"})
    assert response.json() == {
        "type": "http://exchange.test/notes/problems#conflict",
        "title": "The request conflicts with a rule",
        "status": 409,
        "detail": "This was tried too late.",
        "code": "conflict",
        "request_id": response.headers["X-Request-ID"],
    }


async def test_a_database_that_is_down_is_said_to_be_unavailable(desk: Desk) -> None:
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    database = Database("notes", url, Cipher.from_text(KEYS))
    app = build_app(
        service="notes",
        title="Notes",
        summary="",
        database=database,
        issuer=ISSUER,
        routers=[router],
    )
    async with client_for(app, desk.signer.token(TRUST)) as client:
        response = await client.get(PATH)
        ready = await client.get("/notes/readyz")
        alive = await client.get("/notes/healthz")
    await database.dispose()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] == {"status": "down"}
    assert alive.json() == {"status": "ok"}


@pytest.mark.usefixtures("impatience")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_lock_that_is_not_to_be_had_in_time_is_said_to_be_busy(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    path = (await trust.post(PATH, json={"words": "x"})).headers["Location"]
    async with desk.database.engine.connect() as holder, holder.begin():
        await holder.execute(text("SELECT * FROM notes FOR UPDATE"))
        response = await trust.put(path, json={"words": "y"}, headers={"If-Match": '"1"'})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_that_is_lost_on_the_way_is_said_to_be_unavailable(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    response = await trust.post("/notes/v1/troubles", json={"kind": "lost connection"})
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert (await trust.get(PATH)).json()["items"] == []


async def test_the_wrong_method_is_told_which_are_right(trust: httpx.AsyncClient) -> None:
    response = await trust.delete(PATH)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}
    assert response.headers["Content-Type"] == "application/problem+json"


async def test_a_head_is_answered_as_a_get_without_its_body(trust: httpx.AsyncClient) -> None:
    path = (await trust.post(PATH, json={"words": "x"})).headers["Location"]
    head, get = await trust.head(path), await trust.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("path", [PATH, "/notes/docs", "/notes/readyz", "/notes/openapi.json"])
async def test_every_answer_carries_what_keeps_it_private(
    trust: httpx.AsyncClient, path: str
) -> None:
    headers = (await trust.get(path)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert UUID(headers["X-Request-ID"])


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "two words", "a\tb\tc\td\te"])
async def test_a_correlation_id_that_is_not_one_is_replaced(
    trust: httpx.AsyncClient, given: str
) -> None:
    response = await trust.get(PATH, headers={"X-Correlation-ID": given})
    assert UUID(response.headers["X-Correlation-ID"])


async def test_a_request_is_one_line_in_the_log_without_what_it_was_about(
    trust: httpx.AsyncClient,
) -> None:
    note_id = uuid4()
    with structlog.testing.capture_logs() as lines:
        await trust.get(f"{PATH}/{note_id}", headers={"X-Correlation-ID": "ward-12-round-7"})
    (line,) = lines
    assert line["route"] == "/notes/v1/notes/{note_id}"
    assert (line["method"], line["status"], line["agency_id"]) == ("GET", 404, str(TRUST.id))
    assert line["correlation_id"] == "ward-12-round-7"
    assert str(note_id) not in repr(line)


async def test_a_body_that_does_not_arrive_is_not_waited_for_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.http.edge.SECONDS_FOR_A_BODY", 0.05)

    async def dripping() -> AsyncIterator[bytes]:
        yield b'{"words":'
        await asyncio.Event().wait()

    async with desk.client(TRUST) as client:
        response = await client.post(
            PATH, content=dripping(), headers={"Content-Type": "application/json"}
        )
    assert (response.status_code, response.json()["code"]) == (408, "request_timeout")
