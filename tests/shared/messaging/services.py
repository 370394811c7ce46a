"""Small services that publish and listen: what they heard is a row, so that effects are counted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Integer, Row, Table, Text, Uuid, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import new_metadata
from shared.events.contract import AgencyEvent
from shared.events.partners import AgencyResumed, AgencySuspended
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import InboxState, inbox
from shared.messaging.outbox import outbox, publish
from shared.messaging.worker import Worker
from shared.transactions import Database
from shared.work import work_of
from tests.support.desk import open_database

metadata = new_metadata()
heard = Table(
    "heard",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("agency_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("event_id", Text, nullable=False),
)
SUSPENDED, RESUMED = AgencySuspended.named(), AgencyResumed.named()


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def forward(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


class Service:
    """A service under test. `trouble` makes its handler fail for an agency."""

    def __init__(self, name: str, sources: Sequence[str], database: Database) -> None:
        self.name = name
        self.database = database
        self.trouble: dict[UUID, Exception] = {}
        self.consumer = Consumer(name, tuple(sources))
        self.consumer.on(AgencySuspended)(self._hear)
        self.consumer.on(AgencyResumed)(self._hear)

    async def _hear(self, session: AsyncSession, event: AgencyEvent) -> None:
        row = {
            "agency_id": event.agency_id,
            "type": event.type,
            "event_id": work_of(session).causation_id,
        }
        await session.execute(insert(heard), row)
        if event.agency_id in self.trouble:
            raise self.trouble[event.agency_id]

    def work(self, broker: Broker) -> None:
        """Attach to a broker."""
        self.worker = Worker(self.database, broker, self.consumer)

    async def publish(self, *events: AgencyEvent) -> None:
        async with self.database.transaction() as session:
            publish(session, *events)

    async def heard(self, agency_id: UUID | None = None) -> list[str]:
        """Return the types of what was heard (of one agency), in the order of the effects."""
        query = select(heard.c.type).order_by(heard.c.number)
        if agency_id is not None:
            query = query.where(heard.c.agency_id == agency_id)
        async with self.database.engine.connect() as connection:
            return list((await connection.execute(query)).scalars())

    async def inbox(self, state: InboxState) -> Sequence[Row[tuple[object, ...]]]:
        async with self.database.engine.connect() as connection:
            query = select(inbox).where(inbox.c.state == state).order_by(inbox.c.sequence)
            return (await connection.execute(query)).all()

    async def unpublished(self) -> int:
        query = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
        async with self.database.engine.connect() as connection:
            return (await connection.execute(query)).scalar_one()

    async def mark(self, published_at: datetime | None, *positions: int) -> None:
        """Say that events (all by default) are published, though they were lost; or again not."""
        statement = update(outbox).values(published_at=published_at)
        if positions:
            statement = statement.where(outbox.c.position.in_(positions))
        async with self.database.engine.begin() as connection:
            await connection.execute(statement)


@asynccontextmanager
async def open_service(
    name: str, sources: Sequence[str], url: str, clock: Callable[[], datetime]
) -> AsyncIterator[Service]:
    async with open_database(name, url, metadata, clock) as database:
        yield Service(name, sources, database)


class Exchange:
    """Services on one transport."""

    def __init__(self, watch: Watch, services: dict[str, Service]) -> None:
        self.watch = watch
        self.services = services

    def __getitem__(self, name: str) -> Service:
        return self.services[name]

    async def until(self, condition: Callable[[], Awaitable[object]]) -> None:
        """Step the workers until the condition holds."""
        async with asyncio.timeout(30):
            while not await condition():
                for service in self.services.values():
                    await service.worker.step()
                await asyncio.sleep(0.01)

    async def rest(self) -> None:
        """Step until nothing is unpublished and everything published is recorded everywhere."""
        await self.until(self._is_quiet)

    async def _is_quiet(self) -> bool:
        total = 0
        for service in self.services.values():
            if await service.worker.step() or await service.unpublished():
                return False
            async with service.database.engine.connect() as connection:
                count = await connection.scalar(select(func.count()).select_from(outbox))
                total += count or 0
        for service in self.services.values():
            async with service.database.engine.connect() as connection:
                own = await connection.scalar(select(func.count()).select_from(outbox)) or 0
                recorded = await connection.scalar(select(func.count()).select_from(inbox)) or 0
            if recorded < total - own:
                return False
        return True
