"""Row 3: the relay, against bare aio-pika publishing the same bytes, and against a long history."""

import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager

from aio_pika import connect
from aio_pika.abc import AbstractExchange, AbstractQueue
from sqlalchemy import LargeBinary, bindparam, text

from shared.database import new_metadata
from shared.messaging.broker import Broker
from shared.messaging.rabbit import RabbitBroker
from shared.messaging.relay import Relay
from shared.transactions import Database
from tests.bench import amqp
from tests.bench.events import concern_raised, message
from tests.bench.figures import Figure, alternate, at_least, compared
from tests.bench.place import Bench, fresh_database

_SENT = message(concern_raised(), 1)

_WRITE = text(
    "INSERT INTO outbox "
    "(event_id, stream, epoch, sequence, type, envelope, recorded_at, published_at) "
    "SELECT gen_random_uuid(), 'case/' || gen_random_uuid(), 1, 1, :type, :envelope, now(), "
    "CASE WHEN :is_published THEN now() END FROM generate_series(1, :count)"
).bindparams(bindparam("envelope", type_=LargeBinary))


class _Road:
    """The broker's queue that everything is published to, and bare aio-pika's way there."""

    def __init__(self, exchange: AbstractExchange, queue: AbstractQueue, count: int) -> None:
        self._exchange = exchange
        self._queue = queue
        self._count = count

    async def publish_bare(self) -> float:
        started_at = time.perf_counter()
        await amqp.publish(self._exchange, _SENT.type, [_SENT.body] * self._count)
        rate = self._count / (time.perf_counter() - started_at)
        await self._queue.purge()
        return rate

    async def relay(self, database: Database, broker: Broker) -> float:
        """Return how many a second a relay publishes that holds its lock already."""
        relay = Relay(database, broker)
        try:
            await relay.step()
            await _write(database, self._count, is_published=False)
            rate = await _drain(relay)
        finally:
            await relay.release()
        await self._queue.purge()
        return rate


@asynccontextmanager
async def _open_road(amqp_url: str, count: int) -> AsyncIterator[_Road]:
    async with await connect(amqp_url) as connection:
        channel = await connection.channel()
        exchange, queue = await amqp.declare(channel, "bench")
        yield _Road(exchange, queue, count)


async def measure(bench: Bench) -> list[Figure]:
    repetitions, history = bench.sizes.repetitions, bench.sizes.history
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        amqp_url = stack.enter_context(bench.rabbit.vhost())
        few, many = [await enter(fresh_database(bench, "intake", new_metadata())) for _ in "12"]
        await _write(many, history, is_published=True)
        broker = RabbitBroker(amqp_url, "intake")
        stack.push_async_callback(broker.close)
        road = await enter(_open_road(amqp_url, bench.sizes.events))
        await road.publish_bare()

        def behind_few() -> Awaitable[float]:
            return road.relay(few, broker)

        def behind_many() -> Awaitable[float]:
            return road.relay(many, broker)

        to_bare = await alternate(repetitions, behind_few, road.publish_bare)
        to_few = await alternate(repetitions, behind_many, behind_few)
    what = f"relay behind {history:,} published events / behind few"
    return [
        compared(3, "relay / aio-pika publishing the same bytes", "/s", to_bare, at_least(0.9)),
        compared(3, what, "/s", to_few, at_least(0.95)),
    ]


async def _write(database: Database, count: int, *, is_published: bool) -> None:
    values = {
        "type": _SENT.type,
        "envelope": _SENT.body,
        "is_published": is_published,
        "count": count,
    }
    async with database.engine.begin() as connection:
        await connection.execute(_WRITE, values)
    async with database.engine.connect() as connection:
        settled = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await settled.execute(text("VACUUM ANALYZE outbox"))


async def _drain(relay: Relay) -> float:
    published = 0
    started_at = time.perf_counter()
    while step := await relay.step():
        published += step
    return published / (time.perf_counter() - started_at)
