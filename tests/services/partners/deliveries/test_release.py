"""The log under concurrency, on PostgreSQL: nothing is skipped, nothing is numbered twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, select

import services.partners.app
from services.partners.deliveries.commands import deliver, release
from services.partners.deliveries.feed import Reading, read_feed
from services.partners.deliveries.models import Delivery
from services.partners.schema import Base
from shared.access.caller import Caller, Scope
from shared.access.tables import PartyState, case_parties, known_agencies, known_cases
from shared.reference.agencies import AgencyKind
from shared.transactions import Database
from tests.services.partners.deliveries.happenings import enquiry_opened
from tests.support.agreements import agree
from tests.support.desk import open_database

assert services.partners.app, "importing the app imports every model"


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    async with open_database("partners", postgres_url, Base.metadata) as database:
        yield database


def _agency(agency_id: UUID) -> dict[str, Any]:
    return {
        "agency_id": agency_id,
        "name": "An agency",
        "kind": AgencyKind.OTHER,
        "suspended": False,
        "synthetic": True,
    }


async def _case(database: Database, *, parties: int) -> tuple[UUID, list[Caller]]:
    """Make a case known with its lead and so many parties; return those who may know."""
    case_id, lead = uuid4(), uuid4()
    others = [uuid4() for _ in range(parties)]
    case = {
        "case_id": case_id,
        "lead_agency_id": lead,
        "referrer_agency_id": lead,
        "synthetic": True,
        "has_unmatched_employer": False,
    }
    accepted = [
        {"case_id": case_id, "agency_id": other, "state": PartyState.ACCEPTED} for other in others
    ]
    async with database.transaction() as session:
        await session.execute(insert(known_agencies), [_agency(one) for one in (lead, *others)])
        await session.execute(insert(known_cases), case)
        if accepted:
            await session.execute(insert(case_parties), accepted)
        for other in others:
            agree(session, lead, other, synthetic=True)
    return case_id, [
        Caller(
            agency_id,
            AgencyKind.OTHER,
            synthetic=True,
            scopes=frozenset(Scope),
            practitioner=None,
        )
        for agency_id in (lead, *others)
    ]


async def _read(database: Database, caller: Caller, after: str | None = None) -> Any:
    async with database.transaction() as session:
        reading = Reading(after=after, from_time=None, types=None, limit=500)
        return await read_feed(session, caller, reading)


async def test_an_event_that_commits_late_is_handed_out_after_those_that_overtook_it(
    database: Database,
) -> None:
    case_id, (reader,) = await _case(database, parties=0)
    late, early = enquiry_opened(case_id), enquiry_opened(case_id)
    async with AsyncExitStack() as still_open:
        session = await still_open.enter_async_context(database.transaction())
        await deliver(session, late)
        await session.flush()
        async with database.transaction() as overtaking:
            await deliver(overtaking, early)
        first = await _read(database, reader)
    second = await _read(database, reader, first.next)
    told = [item.data["enquiry_id"] for item in (*first.items, *second.items)]
    assert told == [str(early.enquiry_id), str(late.enquiry_id)]
    assert [item.sequence for item in (*first.items, *second.items)] == [1, 2]


async def test_readers_and_writers_at_once_leave_no_gap_and_no_double(database: Database) -> None:
    case_id, (reader,) = await _case(database, parties=0)
    written = [enquiry_opened(case_id) for _ in range(60)]

    async def write(events: list[Any]) -> None:
        for one in events:
            async with database.transaction() as session:
                await deliver(session, one)

    async def follow() -> list[str]:
        told: list[str] = []
        cursor = None
        while len(told) < len(written):
            page = await _read(database, reader, cursor)
            assert [item.sequence for item in page.items] == list(
                range(len(told) + 1, len(told) + len(page.items) + 1)
            )
            told += [item.data["enquiry_id"] for item in page.items]
            cursor = page.next
        return told

    async with asyncio.timeout(60):
        writers = asyncio.gather(*(write(written[start::3]) for start in range(3)))
        first, second = await asyncio.gather(follow(), follow())
        await writers
    assert first == second
    assert sorted(first) == sorted(str(one.enquiry_id) for one in written)
    async with database.transaction() as session:
        numbers = await session.scalars(select(Delivery.sequence).order_by(Delivery.sequence))
        assert numbers.all() == list(range(1, len(written) + 1))


async def test_fan_out_takes_as_many_statements_for_fifty_agencies_as_for_one(
    database: Database,
) -> None:
    counts = []
    for parties in (1, 49):
        case_id, callers = await _case(database, parties=parties)
        statements: list[str] = []

        def count(*arguments: Any, statements: list[str] = statements) -> None:
            statements.append(arguments[2])

        async with database.transaction() as session:
            event.listen(database.engine.sync_engine, "before_cursor_execute", count)
            await deliver(session, enquiry_opened(case_id))
            event.remove(database.engine.sync_engine, "before_cursor_execute", count)
        counts.append(len(statements))
        assert len((await _read(database, callers[-1])).items) == 1
    assert counts == [3, 3]


async def test_an_agency_long_away_is_given_everything_in_order(database: Database) -> None:
    case_id, (reader,) = await _case(database, parties=0)
    written = [enquiry_opened(case_id) for _ in range(600)]
    async with database.transaction() as session:
        for one in written:
            await deliver(session, one)
    told: list[str] = []
    page = await _read(database, reader)
    while page.items:
        told += [item.data["enquiry_id"] for item in page.items]
        page = await _read(database, reader, page.next)
    assert told == [str(one.enquiry_id) for one in written]


async def test_with_nothing_waiting_release_locks_nothing(database: Database) -> None:
    _, (reader,) = await _case(database, parties=0)
    async with database.transaction() as first, database.transaction() as second:
        assert await release(first, reader.agency_id) == 0
        assert await release(second, reader.agency_id) == 0
