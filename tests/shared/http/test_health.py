"""A service that can't serve truthfully says so, and one whose news does not get out as well."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, text, update

from shared.access.tables import known_keys
from shared.http.app import build_app
from shared.messaging.heartbeats import beat
from shared.messaging.inbox import InboxState, inbox
from shared.messaging.outbox import outbox
from shared.migrations.upgrade import head_of
from tests.shared.http.notes import Base
from tests.support.agencies import ISSUER
from tests.support.desk import Desk, open_database, open_desk, sqlite_url

SERVICE = "outcomes"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Return a service in good health, at noon."""
    url = sqlite_url(tmp_path, SERVICE)
    async with open_database(SERVICE, url, Base.metadata, clock=lambda: NOON) as database:
        app = build_app(
            service=SERVICE, title="Any", summary="", database=database, issuer=ISSUER, routers=[]
        )
        async with database.engine.begin() as connection:
            await connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
            await connection.execute(
                text("INSERT INTO alembic_version VALUES (:head)"), {"head": head_of(SERVICE)}
            )
        await beat(database.engine, "worker", NOON - timedelta(seconds=2), is_well=True)
        async with open_desk(app, database) as desk:
            yield desk


async def readiness(desk: Desk) -> tuple[int, str, dict[str, Any]]:
    """Return the answer's status, the service's own, and what is not well."""
    async with desk.client() as anonymous:
        response = await anonymous.get(f"/{SERVICE}/readyz")
    report = response.json()
    unwell = {name: check for name, check in report["checks"].items() if check["status"] != "ok"}
    return response.status_code, report["status"], unwell


async def do(desk: Desk, statement: Any) -> None:
    async with desk.database.engine.begin() as connection:
        await connection.execute(statement)


async def test_a_service_in_good_health_says_what_was_looked_at(desk: Desk) -> None:
    async with desk.client() as anonymous:
        response = await anonymous.get(f"/{SERVICE}/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {
            "database": {"status": "ok"},
            "migrations": {"status": "ok"},
            "signing_keys": {"status": "ok", "figure": 1},
            "seconds_unpublished": {"status": "ok", "figure": 0},
            "seconds_since_worker": {"status": "ok", "figure": 2},
            "broker": {"status": "ok"},
            "quarantined": {"status": "ok", "figure": 0},
            "seconds_unsealed": {"status": "ok", "figure": 0},
        },
    }


async def test_it_does_not_serve_on_an_older_schema(desk: Desk) -> None:
    await do(desk, text("UPDATE alembic_version SET version_num = '0001'"))
    assert await readiness(desk) == (503, "down", {"migrations": {"status": "down"}})


async def test_it_does_not_serve_while_it_can_believe_no_token(desk: Desk) -> None:
    await do(desk, delete(known_keys))
    unwell = {"signing_keys": {"status": "down", "figure": 0}}
    assert await readiness(desk) == (503, "down", unwell)


async def test_it_does_not_serve_while_every_key_is_retired(desk: Desk) -> None:
    await do(desk, update(known_keys).values(retired=True))
    status, _, unwell = await readiness(desk)
    assert (status, list(unwell)) == (503, ["signing_keys"])


@pytest.mark.parametrize(("seconds", "verdict"), [(60, "ok"), (61, "degraded")])
async def test_it_serves_but_says_so_when_news_does_not_get_out(
    desk: Desk, seconds: int, verdict: str
) -> None:
    row = {
        "event_id": uuid4(),
        "stream": "case/x",
        "epoch": 1,
        "sequence": 1,
        "type": "x",
        "envelope": b"",
        "recorded_at": NOON - timedelta(seconds=seconds),
    }
    await do(desk, insert(outbox).values(row))
    await do(
        desk,
        insert(outbox).values(
            row | {"event_id": uuid4(), "sequence": 2, "recorded_at": NOON, "published_at": NOON}
        ),
    )
    status, whole, unwell = await readiness(desk)
    assert (status, whole) == (200, verdict)
    assert list(unwell) == (["seconds_unpublished"] if verdict == "degraded" else [])


async def test_it_serves_but_says_so_when_its_worker_is_silent(desk: Desk) -> None:
    await beat(desk.database.engine, "worker", NOON - timedelta(seconds=11), is_well=True)
    unwell = {"seconds_since_worker": {"status": "degraded", "figure": 11}}
    assert await readiness(desk) == (200, "degraded", unwell)


async def test_it_serves_but_says_so_when_its_worker_was_never_heard(desk: Desk) -> None:
    await do(desk, text("DELETE FROM heartbeats"))
    status, whole, unwell = await readiness(desk)
    assert (status, whole) == (200, "degraded")
    assert set(unwell) == {"seconds_since_worker", "broker"}


async def test_it_serves_but_says_so_when_the_broker_is_away(desk: Desk) -> None:
    await beat(desk.database.engine, "worker", NOON, is_well=False)
    assert await readiness(desk) == (200, "degraded", {"broker": {"status": "degraded"}})


async def test_it_serves_but_says_so_when_events_are_in_quarantine(desk: Desk) -> None:
    row = {
        "source": "/alongside/intake",
        "event_id": uuid4(),
        "stream": "case/x",
        "epoch": 1,
        "sequence": 1,
        "type": "x",
        "state": InboxState.QUARANTINED,
        "attempts": 1,
        "received_at": NOON,
    }
    await do(desk, insert(inbox).values(row))
    unwell = {"quarantined": {"status": "degraded", "figure": 1}}
    assert await readiness(desk) == (200, "degraded", unwell)


async def test_it_is_alive_whatever_else_is_wrong(desk: Desk) -> None:
    await do(desk, text("DROP TABLE alembic_version"))
    async with desk.client() as anonymous:
        response = await anonymous.get(f"/{SERVICE}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
