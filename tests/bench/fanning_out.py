"""Row 8: one event told to fifty agencies, against its deliveries by bare asyncpg."""

import time
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from itertools import count, islice
from statistics import median
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.services import SERVICES
from services.partners.schema import Base
from shared.access.tables import PartyState, case_parties, known_agencies, known_cases
from shared.identifiers import new_id
from shared.messaging.broker import Message
from shared.messaging.memory import MemoryBroker
from shared.messaging.worker import Worker
from shared.reference.agencies import AgencyKind
from shared.transactions import Database
from tests.bench.events import decision_made, message
from tests.bench.figures import Figure, alternate, at_least, compared
from tests.bench.place import Bench, driver_url, fresh_database
from tests.support.agreements import agree

AGENCIES = 50
CASES = 10
EVENTS = 50

_COLUMNS = (
    "event_id",
    "agency_id",
    "case_id",
    "synthetic",
    "type",
    "occurred_at",
    "data",
    "received_by",
    "state",
)
_INSERT = f"INSERT INTO deliveries ({', '.join(_COLUMNS)}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)"  # noqa: S608 - our own columns


async def measure(bench: Bench) -> list[Figure]:
    consumer = SERVICES["partners"].consumer
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(bench, "partners", Base.metadata))
        broker = MemoryBroker()
        Worker(database, broker, consumer)
        cases = await _know_cases(database)
        url = driver_url(database.engine.url.render_as_string(hide_password=False))
        connection = await asyncpg.connect(url)
        stack.push_async_callback(connection.close)
        numbers = count(1)

        async def deliver() -> float:
            messages = _messages(cases, islice(numbers, EVENTS // CASES))
            started_at = time.perf_counter()
            await broker.publish(messages)
            return EVENTS * AGENCIES / (time.perf_counter() - started_at)

        await deliver()
        rows = await connection.fetch(f"SELECT {', '.join(_COLUMNS)} FROM deliveries")  # noqa: S608 - the same
        if len(rows) != EVENTS * AGENCIES:
            raise RuntimeError(f"{len(rows)} deliveries were written")
        pairs = await alternate(bench.sizes.repetitions, deliver, lambda: _insert(connection, rows))
    rate = median(ours for ours, _ in pairs)
    return [
        Figure(8, f"deliveries of events to {AGENCIES} agencies", "/s", rate, goal=at_least(8000)),
        compared(8, "the same / the rows by asyncpg, an event at a time", "/s", pairs),
    ]


def _messages(cases: Sequence[UUID], sequences: Iterable[int]) -> list[Message]:
    return [message(decision_made(case), sequence) for sequence in sequences for case in cases]


async def _insert(connection: asyncpg.Connection, rows: Sequence[asyncpg.Record]) -> float:
    """Insert the rows in one transaction, those of each event together."""
    anew = [(new_id(), *tuple(row)[1:]) for row in rows]
    started_at = time.perf_counter()
    async with connection.transaction():
        for start in range(0, len(anew), AGENCIES):
            await connection.executemany(_INSERT, anew[start : start + AGENCIES])
    return len(anew) / (time.perf_counter() - started_at)


async def _know_cases(database: Database) -> list[UUID]:
    """Let fifty agencies take part in each of some cases, the first of them as the lead."""
    cases = [new_id() for _ in range(CASES)]
    lead, *others = agencies = [uuid4() for _ in range(AGENCIES)]
    async with database.transaction() as session:
        await _know_agencies(session, agencies)
        await session.execute(
            insert(known_cases),
            [
                {
                    "case_id": case,
                    "lead_agency_id": lead,
                    "referrer_agency_id": lead,
                    "synthetic": True,
                    "has_unmatched_employer": False,
                }
                for case in cases
            ],
        )
        await session.execute(
            insert(case_parties),
            [
                {"case_id": case, "agency_id": agency, "state": PartyState.ACCEPTED}
                for case in cases
                for agency in others
            ],
        )
        for agency in others:
            agree(session, lead, agency, synthetic=True)
    return cases


async def _know_agencies(session: AsyncSession, agencies: Sequence[UUID]) -> None:
    await session.execute(
        insert(known_agencies),
        [
            {
                "agency_id": agency,
                "name": f"Agency {number}",
                "kind": AgencyKind.HOUSING,
                "suspended": False,
                "synthetic": True,
            }
            for number, agency in enumerate(agencies)
        ],
    )
