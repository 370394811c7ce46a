"""Row 12: the channel `queue`, against aio-pika publishing and consuming; and how soon it stops.

The gap is from the commit of an exclusion to the last message of its case that a reader gets, who
reads all the time while more of that case, and of another, lies in its queue and keeps coming.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from aio_pika import connect
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError
from sqlalchemy import select

from services.partners.consumers import consumer
from services.partners.queues.channel import QueueChannel, open_channel
from services.partners.queues.commands import issue_queue_password
from services.partners.queues.models import AgencyQueue
from services.partners.queues.provisioning import Limits
from services.partners.schema import Base
from shared.access.projection import project
from shared.events.partners import Channel, ExclusionDecided
from shared.identifiers import new_id
from shared.messaging.memory import MemoryBroker
from shared.messaging.outbox import publish
from shared.messaging.worker import Worker
from shared.transactions import Database
from tests.bench import amqp
from tests.bench.figures import Figure, alternate, compared
from tests.bench.place import Bench, fresh_database
from tests.bench.told import READER, begin_case, know, subscription, tell
from tests.support.agencies import TRUST

_BARE_QUEUE = "bench"
_QUIET_SECONDS = 1.0


class _Road:
    """A trust that reads its queue all the time, and the channel that fills it."""

    def __init__(self, database: Database, channel: QueueChannel, url: str) -> None:
        self.database = database
        self.channel = channel
        self.url = url
        self.queue = ""
        self.reader_url = ""
        self.arrivals: list[tuple[float, str]] = []

    async def settle(self) -> None:
        while await self.channel.step(self.database):
            pass

    async def subscribe(self) -> None:
        async with self.database.transaction() as session:
            await know(session)
            session.add(subscription(Channel.QUEUE))
            issued = await issue_queue_password(session, READER, self.url)
        await self.settle()
        parts = urlsplit(self.url)
        self.reader_url = parts._replace(
            netloc=f"{issued.username}:{issued.password}@{parts.hostname}:{parts.port}"
        ).geturl()
        async with self.database.transaction() as session:
            self.queue = (await session.scalars(select(AgencyQueue.name))).one()

    async def note(self, message: AbstractIncomingMessage) -> None:
        self.arrivals.append((time.perf_counter(), message.body.decode()))
        await message.ack()


async def measure(bench: Bench) -> list[Figure]:
    async with AsyncExitStack() as stack:
        road = await stack.enter_async_context(_open_road(bench))
        case_id, count = await begin_case(road.database), bench.sizes.events

        async def by_channel() -> float:
            await tell(road.database, [case_id] * count)
            return await _rate(road, road.queue, count, road.settle)

        await by_channel()
        bodies = [body.encode() for _, body in road.arrivals]
        exchange = await stack.enter_async_context(_bare_exchange(road))

        async def bare() -> float:
            publish_all = partial(amqp.publish, exchange, _BARE_QUEUE, bodies)
            return await _rate(road, _BARE_QUEUE, count, publish_all)

        pairs = await alternate(bench.sizes.repetitions, by_channel, bare)
        gaps = [await _gap(road, count) for _ in range(bench.sizes.repetitions)]
    what = "queue: log to acknowledgement / aio-pika publish and consume"
    return [
        compared(12, what, "/s", pairs),
        Figure(12, "exclusion's commit to last message of it, longest", "ms", max(gaps)),
    ]


async def _rate(road: _Road, queue: str, count: int, fill: Callable[[], Awaitable[None]]) -> float:
    """Return how many messages a second go in at one end and are acknowledged at the other."""
    road.arrivals.clear()
    async with _reading(road, queue):
        started_at = time.perf_counter()
        await fill()
        while len(road.arrivals) < count:
            await asyncio.sleep(0.001)
            if queue != _BARE_QUEUE:
                await fill()
        return count / (road.arrivals[-1][0] - started_at)


async def _gap(road: _Road, count: int) -> float:
    """Return how many milliseconds after the commit the last of the case still arrived."""
    hidden, other = await begin_case(road.database), await begin_case(road.database)
    worker = Worker(road.database, MemoryBroker(), consumer, prompt_steps=(road.channel.step,))
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    road.arrivals.clear()
    async with _reading(road, road.queue):
        await tell(road.database, [hidden, other] * count)
        while len(road.arrivals) < count // 4:
            await asyncio.sleep(0.001)
        committed_at = await _exclude(road.database, hidden)
        while len(_of(road, other)) < count:
            await asyncio.sleep(0.01)
        await asyncio.sleep(_QUIET_SECONDS)
    stop.set()
    await running
    return max(0.0, (max(_of(road, hidden)) - committed_at) * 1000)


def _of(road: _Road, case_id: UUID) -> list[float]:
    return [at for at, body in road.arrivals if str(case_id) in body]


async def _exclude(database: Database, case_id: UUID) -> float:
    event = ExclusionDecided(
        case_id=case_id,
        synthetic=True,
        exclusion_id=new_id(),
        agency_id=TRUST.id,
        unit=None,
        practitioner_id=None,
    )
    async with database.transaction() as session:
        publish(session, event)
        await project(session, event)
    return time.perf_counter()


@asynccontextmanager
async def _open_road(bench: Bench) -> AsyncIterator[_Road]:
    async with AsyncExitStack() as stack:
        url = stack.enter_context(bench.rabbit.vhost())
        database = await stack.enter_async_context(fresh_database(bench, "partners", Base.metadata))
        channel = open_channel(bench.rabbit.management_url, url, Limits(2000, 4, 8))
        stack.push_async_callback(channel.close)
        road = _Road(database, channel, url)
        await road.subscribe()
        yield road


@asynccontextmanager
async def _bare_exchange(road: _Road) -> AsyncIterator[AbstractExchange]:
    async with await connect(road.url) as connection:
        channel = await connection.channel()
        await channel.declare_queue(_BARE_QUEUE, durable=True, arguments=amqp.QUORUM)
        yield channel.default_exchange


@asynccontextmanager
async def _reading(road: _Road, queue: str) -> AsyncIterator[None]:
    """Read and acknowledge each all the time, and come back whenever the connection is closed.

    The block begins once the reader is there.
    """
    url = road.url if queue == _BARE_QUEUE else road.reader_url
    is_there = asyncio.Event()
    reading = asyncio.create_task(_read_for_ever(road, queue, url, is_there))
    try:
        await is_there.wait()
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read_for_ever(road: _Road, queue: str, url: str, is_there: asyncio.Event) -> None:
    while True:
        try:
            async with await connect(url) as connection:
                closed = asyncio.Event()
                connection.close_callbacks.add(lambda *_, closed=closed: closed.set())
                channel = await connection.channel()
                await channel.set_qos(prefetch_count=amqp.PREFETCH)
                await (await channel.get_queue(queue, ensure=False)).consume(road.note)
                is_there.set()
                await closed.wait()
        except (AMQPError, OSError):
            await asyncio.sleep(0.02)
