"""Senders, readers and writers at once, on PostgreSQL: each event is taken once, and in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert

import services.partners.app
from services.partners.deliveries.commands import deliver
from services.partners.deliveries.feed import Reading, read_feed
from services.partners.deliveries.watcher import LogWatcher
from services.partners.schema import Base
from services.partners.sendings.commands import enqueue, note_failed, note_sent, take
from services.partners.sendings.parcels import Parcel
from services.partners.sendings.queries import subscriptions_due
from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.subscriptions.commands import subscribe
from services.partners.subscriptions.views import NewSubscription
from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.tables import known_agencies, known_cases
from shared.endpoints import Reach
from shared.events.partners import Channel
from shared.reference.agencies import AgencyKind
from shared.transactions import Database
from tests.services.partners.deliveries.happenings import enquiry_opened
from tests.support.desk import open_database

assert services.partners.app, "importing the app imports every model"

LEASE = timedelta(minutes=1)
READER = Caller(
    agency_id=uuid4(),
    kind=AgencyKind.COUNCIL,
    synthetic=True,
    scopes=frozenset(Scope),
    practitioner=Practitioner("reader", None, Role.PRACTITIONER),
)


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    async with open_database("partners", postgres_url, Base.metadata) as database:
        async with database.transaction() as session:
            agency = {
                "agency_id": READER.agency_id,
                "name": "A council",
                "kind": READER.kind,
                "suspended": False,
                "synthetic": True,
                "live": True,
            }
            await session.execute(insert(known_agencies), agency)
        yield database


async def _subscribe(database: Database) -> UUID:
    new = NewSubscription(channel=Channel.QUEUE)
    async with database.transaction() as session:
        offered = ChannelsOffered(has_queue=True, webhook_reach=Reach())
        return (await subscribe(session, READER, new, offered)).subscription_id


async def _cases(database: Database, count: int) -> list[UUID]:
    case_ids = [uuid4() for _ in range(count)]
    rows = [
        {
            "case_id": case_id,
            "lead_agency_id": READER.agency_id,
            "referrer_agency_id": READER.agency_id,
            "synthetic": True,
            "has_unmatched_employer": False,
        }
        for case_id in case_ids
    ]
    async with database.transaction() as session:
        await session.execute(insert(known_cases), rows)
    return case_ids


async def _happen(database: Database, *case_ids: UUID) -> None:
    for case_id in case_ids:
        async with database.transaction() as session:
            await deliver(session, enquiry_opened(case_id))


async def _take(database: Database, subscription: UUID, limit: int = 10) -> list[Parcel]:
    async with database.transaction() as session:
        await enqueue(session, subscription)
    async with database.transaction() as session:
        return await take(session, subscription, limit=limit, lease=LEASE)


async def test_senders_readers_and_writers_at_once_send_everything_once(
    database: Database,
) -> None:
    subscriptions = [await _subscribe(database) for _ in range(2)]
    case_ids = await _cases(database, 4)
    happened = 48
    sent: dict[UUID, list[Parcel]] = {one: [] for one in subscriptions}

    async def send(subscription: UUID) -> None:
        while len(sent[subscription]) < happened:
            parcels = await _take(database, subscription)
            async with database.transaction() as session:
                await note_sent(session, parcels)
            sent[subscription] += parcels

    async def read() -> None:
        reading = Reading(after=None, from_time=None, types=None, limit=20)
        handed = 0
        while handed < happened:
            async with database.transaction() as session:
                page = await read_feed(session, READER, reading)
            handed += len(page.items)
            reading = reading.after_page(page)

    async with asyncio.timeout(60):
        await asyncio.gather(
            *(_happen(database, *(case_ids * 6)) for _ in range(2)),
            *(send(one) for one in subscriptions * 2),
            read(),
        )
    for parcels in sent.values():
        assert len({parcel.event_id for parcel in parcels}) == len(parcels) == happened
        assert sorted(parcel.number for parcel in parcels) == list(range(1, happened + 1))


async def test_what_another_sender_is_taking_is_passed_over_and_not_waited_for(
    database: Database,
) -> None:
    subscription = await _subscribe(database)
    (case_id,) = await _cases(database, 1)
    await _happen(database, case_id)
    async with database.transaction() as session:
        await enqueue(session, subscription)
    async with AsyncExitStack() as still_open:
        first = await still_open.enter_async_context(database.transaction())
        assert len(await take(first, subscription, limit=1, lease=LEASE)) == 1
        async with database.transaction() as second:
            assert await take(second, subscription, limit=1, lease=LEASE) == []


async def test_an_event_that_commits_late_is_pushed_after_those_that_overtook_it(
    database: Database,
) -> None:
    subscription = await _subscribe(database)
    late_case, early_case = await _cases(database, 2)
    async with AsyncExitStack() as still_open:
        session = await still_open.enter_async_context(database.transaction())
        await deliver(session, enquiry_opened(late_case))
        await session.flush()
        await _happen(database, early_case)
        first = await _take(database, subscription)
    second = await _take(database, subscription)
    assert [parcel.case_id for parcel in first + second] == [early_case, late_case]
    assert [parcel.number for parcel in first + second] == [1, 2]


async def test_looking_for_work_takes_as_many_statements_however_much_was_sent(
    database: Database,
) -> None:
    subscription = await _subscribe(database)
    case_ids = await _cases(database, 3)
    counts = []
    for events in (1, 40):
        await _happen(database, *(case_ids * events)[:events])
        statements: list[str] = []

        def count(*arguments: Any, statements: list[str] = statements) -> None:
            statements.append(arguments[2])

        event.listen(database.engine.sync_engine, "before_cursor_execute", count)
        async with database.transaction() as session:
            assert await subscriptions_due(session, Channel.QUEUE, limit=9) == [subscription]
        parcels = await _take(database, subscription, limit=100)
        async with database.transaction() as session:
            await note_sent(session, parcels)
        event.remove(database.engine.sync_engine, "before_cursor_execute", count)
        assert len(parcels) == events
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_failing_case_is_held_back_by_the_database_too(database: Database) -> None:
    subscription = await _subscribe(database)
    failing, other = await _cases(database, 2)
    await _happen(database, failing, other, failing)
    taken = await _take(database, subscription)
    later = database.clock() + timedelta(hours=1)
    async with database.transaction() as session:
        await note_failed(session, taken[0], "refused", next_attempt_at=later)
    async with database.transaction() as session:
        await note_sent(session, [parcel for parcel in taken if parcel.case_id == other])
    await _happen(database, other, failing)
    assert [parcel.case_id for parcel in await _take(database, subscription)] == [other]


async def test_a_reader_waiting_on_postgresql_wakes_when_another_commits(
    database: Database,
) -> None:
    (case_id,) = await _cases(database, 1)
    watcher = LogWatcher(database)
    async with asyncio.timeout(20):
        waiting = asyncio.create_task(watcher.wait(READER.agency_id, 0, 15))
        while not watcher.waiting:
            await asyncio.sleep(0.001)
        await _happen(database, case_id)
        assert await waiting
