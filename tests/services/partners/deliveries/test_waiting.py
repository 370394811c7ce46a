"""A long poll waits without holding anything, wakes when something comes, and asks anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.partners.deliveries.watcher import LogWatcher
from shared.access.tables import known_agencies
from shared.events.partners import Channel, SubscriptionSuspended
from tests.services.partners.cases import Cases, Hands, code_of
from tests.services.partners.deliveries.happenings import decision_made
from tests.support.agencies import BYSTANDER, COUNCIL, POLICE, TRUST, Agency, Person


@asynccontextmanager
async def _waiting(
    cases: Cases, agency: Agency = COUNCIL, **query: Any
) -> AsyncIterator[asyncio.Task[httpx.Response]]:
    """Let an agency wait at its feed; go on once it does."""
    watcher: LogWatcher = cases.desk.app.state.log_watcher
    before = watcher.waiting
    async with asyncio.timeout(20):
        task = asyncio.create_task(cases.get(agency, "/feed", wait=15, **query))
        while watcher.waiting == before:
            await asyncio.sleep(0.001)
        yield task
        await task


async def test_a_waiting_reader_is_told_as_soon_as_something_happens(cases: Cases) -> None:
    async with _waiting(cases) as reading:
        case_id = await cases.begin()
    (event,) = reading.result().json()["items"]
    assert event["subject"] == f"case/{case_id}"


async def test_a_waiting_reader_holds_no_connection(cases: Cases) -> None:
    async with _waiting(cases):
        async with cases.desk.database.engine.connect():
            pass
        await cases.begin()


async def test_who_waits_at_the_end_goes_on_from_there(cases: Cases) -> None:
    case_id = await cases.begin()
    first = await cases.feed(COUNCIL)
    async with _waiting(cases, after=first["next"]) as reading:
        await cases.arrive(decision_made(case_id))
    (event,) = reading.result().json()["items"]
    assert (event["type"], event["sequence"]) == ("intake.decision_made.v1", 2)
    (_, state) = [
        item["state"] for item in (await cases.get(COUNCIL, "/deliveries")).json()["items"]
    ]
    assert state == "received"


async def test_an_agency_suspended_while_it_waits_is_told_nothing(cases: Cases) -> None:
    async with _waiting(cases) as reading:
        async with cases.desk.database.transaction() as session:
            await session.execute(
                known_agencies.update()
                .where(known_agencies.c.agency_id == COUNCIL.id)
                .values(suspended=True)
            )
        await cases.begin()
    assert code_of(reading.result()) == (401, "invalid_token")


async def test_what_a_reader_may_not_know_does_not_end_its_wait(cases: Cases) -> None:
    accused = Person("accused", "custody")
    hidden, other = await cases.begin(), await cases.begin()
    await cases.join(hidden, POLICE)
    await cases.join(other, POLICE)
    await cases.exclude(hidden, POLICE, practitioner_id="accused")
    await cases.tell()
    page = await cases.feed(POLICE, person=accused)
    async with _waiting(cases, POLICE, person=accused, after=page["next"]) as reading:
        await cases.arrive(decision_made(hidden))
        await cases.feed(POLICE, person=Person("colleague", "intelligence"))
        assert not reading.done()
        await cases.arrive(decision_made(other))
    (event,) = reading.result().json()["items"]
    assert event["subject"] == f"case/{other}"


async def test_many_wait_and_each_is_woken_by_its_own(cases: Cases) -> None:
    async with _waiting(cases, COUNCIL) as council, _waiting(cases, TRUST) as trust:
        await cases.begin()
    assert len(council.result().json()["items"]) == 1
    assert len(trust.result().json()["items"]) == 1
    assert cases.desk.app.state.log_watcher.waiting == 0


async def test_a_wait_ends_empty_when_its_time_is_up(cases: Cases) -> None:
    page = await cases.feed(BYSTANDER, wait=1)
    assert page["items"] == []
    assert (await cases.feed(BYSTANDER, after=page["next"]))["items"] == []


@pytest.mark.parametrize("wait", [-1, 31, "x"])
async def test_nobody_waits_for_longer_than_half_a_minute(cases: Cases, wait: Any) -> None:
    assert (await cases.get(COUNCIL, "/feed", wait=wait)).status_code == 422


async def test_a_reader_begins_at_a_time(cases: Cases, hands: Hands) -> None:
    case_id = await cases.begin()
    await cases.feed(COUNCIL)
    hands.at = hands.at.replace(hour=14)
    since = hands.at.isoformat()
    await cases.arrive(decision_made(case_id))
    await cases.feed(COUNCIL)
    page = await cases.feed(COUNCIL, from_time=since)
    assert [item["type"] for item in page["items"]] == ["intake.decision_made.v1"]
    later = hands.at.replace(hour=15).isoformat()
    assert (await cases.feed(COUNCIL, from_time=later))["items"] == []
    both = await cases.get(COUNCIL, "/feed", from_time=since, after=page["next"])
    assert code_of(both) == (400, "two_beginnings")


async def test_a_type_that_nobody_is_told_of_is_refused(cases: Cases) -> None:
    for unknown in ("partners.agency_registered.v1", "intake.concern_risen.v1"):
        answer = await cases.get(COUNCIL, "/feed", types=unknown)
        assert code_of(answer) == (400, "unknown_event_type")


async def test_a_notice_reaches_the_agency_it_concerns_and_no_other(cases: Cases) -> None:
    notice = SubscriptionSuspended(
        agency_id=TRUST.id,
        subscription_id=uuid4(),
        channel=Channel.WEBHOOK,
        failing_since=None,
    )
    await cases.arrive(notice)
    (event,) = (await cases.feed(TRUST))["items"]
    assert event["type"] == "partners.subscription_suspended.v1"
    assert event["subject"] == f"agency/{TRUST.id}"
    assert (await cases.feed(COUNCIL))["items"] == []
    assert len((await cases.get(TRUST, "/deliveries")).json()["items"]) == 1
