"""Row 4: the consumer with its inbox and a handler that writes, against taking and ack alone."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import UUID

from aio_pika import connect
from aio_pika.abc import AbstractChannel
from sqlalchemy import Column, Table, Uuid, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import new_metadata
from shared.errors import Conflict
from shared.events.intake import InformationGathered
from shared.messaging.broker import Message
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.rabbit import queue_of
from shared.messaging.worker import Worker
from shared.transactions import Database
from tests.bench import amqp
from tests.bench.events import EVENTS_OF_A_CASE, messages_of_cases
from tests.bench.figures import Figure, alternate, at_least, compared
from tests.bench.place import Bench, fresh_database
from tests.bench.watching import WatchedBroker

POISON_ONE_IN = 1000
_NAME = "outcomes"
_BARE_QUEUE = "bench"

_metadata = new_metadata()
_heard = Table("heard", _metadata, Column("information_id", Uuid, primary_key=True))


class _Poisonous(Conflict):
    """No handler can ever apply this."""


class _Listener:
    """A service that keeps one row of each event, and can't stand some of them."""

    def __init__(self, database: Database, amqp_url: str) -> None:
        self.poison: set[UUID] = set()
        self._missing = 0
        self._first_at = self._last_at = 0.0
        self._is_done = asyncio.Event()
        consumer = Consumer(_NAME, sources=("intake",))
        consumer.on(InformationGathered)(self._keep)
        self.broker = WatchedBroker(amqp_url, consumer.name, self._count, self._start)
        Worker(database, self.broker, consumer)

    async def _keep(self, session: AsyncSession, event: InformationGathered) -> None:
        if event.information_id in self.poison:
            raise _Poisonous
        await session.execute(insert(_heard), {"information_id": event.information_id})

    def _start(self) -> None:
        self._first_at = self._first_at or time.perf_counter()

    def _count(self, bodies: Sequence[bytes]) -> None:
        self._missing -= len(bodies)
        if not self._missing:
            self._last_at = time.perf_counter()
            self._is_done.set()

    async def take(self, count: int) -> float:
        """Take `count` messages in; return how many in a second."""
        self._missing, self._first_at = count, 0.0
        self._is_done.clear()
        carrying = asyncio.create_task(self.broker.carry())
        await self._is_done.wait()
        await _cancel(carrying)
        return count / (self._last_at - self._first_at)

    async def declare(self) -> None:
        """Have the queue made, so that messages can be kept in it before they are taken."""
        carrying = asyncio.create_task(self.broker.carry())
        while not self.broker.is_well():
            await asyncio.sleep(0.01)
        await _cancel(carrying)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class _Road:
    """Two queues of the broker, one for the listener and one for bare aio-pika."""

    def __init__(self, listener: _Listener, channel: AbstractChannel, count: int) -> None:
        self._listener = listener
        self._channel = channel
        self._count = count

    async def listen(self) -> float:
        return await self._listen_to(messages_of_cases(self._count))

    async def listen_to_poison(self) -> float:
        messages = messages_of_cases(self._count)
        self._listener.poison = _some_of(messages)
        return await self._listen_to(messages)

    async def take_bare(self) -> float:
        await self._fill(_BARE_QUEUE, messages_of_cases(self._count))
        return await amqp.consume(self._channel, _BARE_QUEUE, self._count)

    async def _listen_to(self, messages: Sequence[Message]) -> float:
        await self._fill(queue_of(_NAME), messages)
        return await self._listener.take(self._count)

    async def _fill(self, queue: str, messages: Sequence[Message]) -> None:
        bodies = [message.body for message in messages]
        await amqp.publish(self._channel.default_exchange, queue, bodies)


async def measure(bench: Bench) -> list[Figure]:
    repetitions = bench.sizes.repetitions
    async with AsyncExitStack() as stack:
        amqp_url = stack.enter_context(bench.rabbit.vhost())
        database = await stack.enter_async_context(fresh_database(bench, _NAME, _metadata))
        listener = _Listener(database, amqp_url)
        stack.push_async_callback(listener.broker.close)
        await listener.declare()
        connection = await stack.enter_async_context(await connect(amqp_url))
        channel = await connection.channel()
        await channel.declare_queue(_BARE_QUEUE, durable=True, arguments=amqp.QUORUM)
        road = _Road(listener, channel, bench.sizes.events)
        await road.listen()
        to_bare = await alternate(repetitions, road.listen, road.take_bare)
        to_whole = await alternate(repetitions, road.listen_to_poison, road.listen)
    what = "consumer with inbox and handler / aio-pika ack each"
    return [
        compared(4, what, "/s", to_bare, at_least(1)),
        compared(4, "consumer with one poison in 1,000 / with none", "/s", to_whole, at_least(0.9)),
    ]


def _some_of(messages: Sequence[Message]) -> set[UUID]:
    """Choose one in a thousand to be poison, each the last of its case."""
    chosen = messages[EVENTS_OF_A_CASE - 1 :: POISON_ONE_IN]
    return {
        InformationGathered.model_validate(
            Envelope.model_validate_json(message.body).data
        ).information_id
        for message in chosen
    }
