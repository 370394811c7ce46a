"""Whoever watches the exchange reads figures from inside; at the door there is nothing."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from deploy.front import Front
from shared.messaging.heartbeats import beat
from shared.messaging.outbox import outbox
from tests.support.agencies import COUNCIL
from tests.support.desk import Desk, client_for


async def figures(client: httpx.AsyncClient) -> dict[str, float]:
    answer = await client.get("/notes/metrics")
    assert answer.status_code == 200, answer.text
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_figures_tell_how_old_what_waits_is(desk: Desk) -> None:
    now = desk.database.clock()
    await beat(desk.database.engine, "worker", now - timedelta(seconds=30), is_well=True)
    row = {
        "event_id": uuid4(),
        "stream": "case/x",
        "epoch": 1,
        "sequence": 1,
        "type": "x",
        "envelope": b"",
        "recorded_at": now - timedelta(seconds=90),
    }
    async with desk.database.engine.begin() as connection:
        await connection.execute(insert(outbox).values(row))
    async with desk.client() as anonymous:
        found = await figures(anonymous)
    assert found["alongside_quarantined"] == 0
    assert found["alongside_seconds_unpublished"] == pytest.approx(90, abs=20)
    assert found["alongside_seconds_since_worker"] == pytest.approx(30, abs=20)


async def test_a_worker_that_was_never_heard_has_no_age(desk: Desk) -> None:
    async with desk.client() as anonymous:
        assert "alongside_seconds_since_worker" not in await figures(anonymous)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
async def test_whoever_was_passed_on_by_a_proxy_finds_nothing(desk: Desk, header: str) -> None:
    async with desk.client(COUNCIL) as client:
        passed_on = await client.get("/notes/metrics", headers={header: "1"})
        nowhere = await client.get("/notes/metric")
    assert passed_on.status_code == nowhere.status_code == 404
    assert passed_on.json()["code"] == nowhere.json()["code"] == "not_found"


async def test_the_door_of_the_embedded_form_passes_nobody_on(desk: Desk) -> None:
    async with client_for(Front({"notes": desk.app}, {}), None) as client:
        assert (await client.get("/notes/metrics")).status_code == 404
        assert (await client.get("/notes/healthz")).status_code == 200
