"""Write a made-up area into the services' event logs, as if it had been told and sent long ago."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deploy.synthesis.area import Area, Plan, agency_events, new_id
from deploy.synthesis.cases import Case
from shared.access.tables import known_agencies, known_cases
from shared.errors import Conflict
from shared.events.contract import Event
from shared.messaging.envelope import Envelope, data_of, source_of
from shared.messaging.outbox import outbox, outbox_streams, producer
from shared.transactions import Database

CASES_AT_ONCE: Final = 500


class AreaAlreadyThere(Conflict):
    """The same plan was carried out here before."""

    code = "area_already_there"
    title = "This made-up area is there already: another --seed makes another one"


class RealCasesThere(Conflict):
    """Made-up cases never mix with real ones, but their reports stand in the same exchange."""

    code = "real_cases_there"
    title = "This exchange holds real cases: say --beside-real-cases if you mean it"


@dataclass(slots=True)
class _Log:
    """Rows for the log of one service, and how far each stream has come."""

    service: str
    epoch: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    sequences: Counter[str] = field(default_factory=Counter)

    def add(self, chance: Random, at: datetime, event: Event, correlation_id: str) -> None:
        self.sequences[event.stream] += 1
        envelope = Envelope(
            id=new_id(chance, at),
            source=source_of(self.service),
            type=event.type,
            time=at,
            subject=event.stream,
            epoch=self.epoch,
            sequence=self.sequences[event.stream],
            correlationid=correlation_id,
            synthetic=True,
            data=data_of(event),
        )
        self.rows.append(
            {
                "event_id": envelope.id,
                "stream": event.stream,
                "epoch": self.epoch,
                "sequence": envelope.sequence,
                "type": event.type,
                "envelope": envelope.to_bytes(),
                "recorded_at": at,
                "published_at": at,
            }
        )


async def require_room(
    databases: Mapping[str, Database], area: Area, *, beside_real_cases: bool
) -> None:
    """Raise `AreaAlreadyThere`, or `RealCasesThere` where that was not said to be meant."""
    agency = known_agencies.c.agency_id == area.council.id
    async with databases["outcomes"].engine.connect() as connection:
        if await connection.scalar(select(func.count()).where(agency)):
            raise AreaAlreadyThere
        real = select(func.count()).where(~known_cases.c.synthetic)
        if not beside_real_cases and await connection.scalar(real):
            raise RealCasesThere


async def write_agencies(databases: Mapping[str, Database], plan: Plan, area: Area) -> int:
    """Tell of the agencies, and let every service know them; return how many events that were."""
    chance = Random(f"agencies {plan.seed}")  # noqa: S311 - made-up data
    log = _Log("partners", await _epoch(databases["partners"]))
    for at, event in agency_events(plan, area, chance):
        log.add(chance, at, event, event.stream)
    written = len(log.rows)
    known = [
        {
            "agency_id": agency.id,
            "name": agency.name,
            "kind": agency.kind,
            "suspended": False,
            "synthetic": True,
            "live": True,
        }
        for agency in area.agencies
    ]
    for service, database in databases.items():
        async with database.engine.begin() as connection:
            await connection.execute(insert(known_agencies), known)
            if service == "partners":
                await _write(connection, log)
    return written


async def write_cases(
    databases: Mapping[str, Database], plan: Plan, cases: Iterable[Case]
) -> AsyncIterator[tuple[int, int]]:
    """Write cases some at a time; yield how many cases and events were written with each step."""
    chance = Random(f"events {plan.seed}")  # noqa: S311 - made-up data
    epochs = {service: await _epoch(database) for service, database in databases.items()}
    remaining = iter(cases)
    while some := list(islice(remaining, CASES_AT_ONCE)):
        logs = {service: _Log(service, epoch) for service, epoch in epochs.items()}
        for case in some:
            for service, events in case.told.events.items():
                for at, event in events:
                    logs[service].add(chance, at, event, f"{case.case_id}")
        written = sum(len(log.rows) for log in logs.values())
        for service, log in logs.items():
            async with databases[service].engine.begin() as connection:
                await _write(connection, log)
        yield len(some), written


async def _epoch(database: Database) -> int:
    async with database.engine.connect() as connection:
        epoch: int = (await connection.execute(select(producer.c.epoch))).scalar_one()
    return epoch


async def _write(connection: AsyncConnection, log: _Log) -> None:
    if not log.rows:
        return
    await connection.execute(insert(outbox), log.rows)
    heads = [
        {"stream": stream, "epoch": log.epoch, "sequence": sequence, "predecessor": None}
        for stream, sequence in log.sequences.items()
    ]
    await connection.execute(insert(outbox_streams), heads)
