"""The transport over RabbitMQ (3.10 and later): the only module that knows AMQP.

The broker is only a way to travel: what arrives is recorded in the inbox and acknowledged once
that has committed, so no message waits here for a reason of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aio_pika import DeliveryMode, ExchangeType, connect
from aio_pika import Message as AmqpMessage
from aio_pika.abc import (
    AbstractChannel,
    AbstractConnection,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractQueue,
)
from aio_pika.exceptions import ChannelNotFoundEntity

from shared.failpoints import AFTER_COMMIT, failpoint
from shared.messaging.broker import Message, Subscriber
from shared.messaging.envelope import CONTENT_TYPE

log = structlog.get_logger(__name__)

EVENTS = "alongside.events"
DEAD = "alongside.dead"
TIMEOUT_SECONDS = 5.0
PREFETCH = 300
BATCH = 100
DELIVERY_LIMIT = 20
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0


class RabbitBroker:
    """One service's connections to the broker: one to publish by, one to consume by.

    A memory alarm blocks whoever publishes; what has arrived is taken in all the same.
    """

    def __init__(self, url: str, service: str) -> None:
        self._url = f"{url}{'&' if '?' in url else '?'}heartbeat=15&name={service}"
        self._subscriber: Subscriber | None = None
        self._publishing: AbstractConnection | None = None
        self._exchanges: tuple[AbstractExchange, AbstractExchange] | None = None
        self._is_consuming = False
        self._opening = asyncio.Lock()

    def attach(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        return await self._send([(message.type, message) for message in messages], to_queue=False)

    async def send_to(self, consumer: str, messages: Sequence[Message]) -> Sequence[bool]:
        queue = queue_of(consumer)
        return await self._send([(queue, message) for message in messages], to_queue=True)

    async def ask(self, producer: str, request: bytes) -> bool:
        try:
            _, direct = await self._open_publishing()
            await direct.publish(
                AmqpMessage(request, delivery_mode=DeliveryMode.PERSISTENT),
                replay_queue_of(producer),
                timeout=TIMEOUT_SECONDS,
            )
        except Exception as error:  # noqa: BLE001 - the waiting room asks again
            log.info("replay_not_asked", source=producer, reason=type(error).__name__)
            return False
        return True

    def is_well(self) -> bool:
        return self._is_consuming

    async def close(self) -> None:
        connection, self._publishing, self._exchanges = self._publishing, None, None
        if connection is not None:
            await connection.close()

    async def _send(
        self, addressed: Sequence[tuple[str, Message]], *, to_queue: bool
    ) -> Sequence[bool]:
        """Publish with confirms in flight together; unroutable or too late is not published."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                events, direct = await self._open_publishing()
        except Exception as error:  # noqa: BLE001 - the relay tries again
            log.warning("broker_unreachable", reason=type(error).__name__)
            return [False] * len(addressed)
        exchange = direct if to_queue else events
        results = await asyncio.gather(
            *(
                exchange.publish(_amqp(message), key, timeout=TIMEOUT_SECONDS)
                for key, message in addressed
            ),
            return_exceptions=True,
        )
        failures = {type(result).__name__ for result in results if isinstance(result, Exception)}
        if failures:
            log.warning("messages_not_confirmed", reason=" ".join(sorted(failures)))
            if all(isinstance(result, Exception) for result in results):
                await self._drop_publishing()
        return [not isinstance(result, BaseException) for result in results]

    async def _open_publishing(self) -> tuple[AbstractExchange, AbstractExchange]:
        async with self._opening:
            if self._exchanges is None or self._publishing is None or self._publishing.is_closed:
                await self._drop_publishing()
                self._publishing = await connect(self._url, timeout=TIMEOUT_SECONDS)
                channel = await self._publishing.channel(on_return_raises=True)
                events = await channel.declare_exchange(EVENTS, ExchangeType.TOPIC, durable=True)
                self._exchanges = events, channel.default_exchange
            return self._exchanges

    async def _drop_publishing(self) -> None:
        connection, self._publishing, self._exchanges = self._publishing, None, None
        if connection is not None:
            try:
                async with asyncio.timeout(1):
                    await connection.close()
            except Exception as error:  # noqa: BLE001 - it is given up in any case
                log.info("connection_given_up", reason=type(error).__name__)

    async def carry(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                connection = await connect(self._url, timeout=TIMEOUT_SECONDS)
                pause = _FIRST_PAUSE_SECONDS
                async with connection:
                    await self._consume(connection)
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("not_consuming", reason=type(error).__name__)
            finally:
                self._is_consuming = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _consume(self, connection: AbstractConnection) -> None:
        """Consume until the connection or a channel ends."""
        subscriber = self._subscriber
        if subscriber is None:
            raise RuntimeError("nobody is attached to this broker")
        ended = asyncio.Event()
        connection.close_callbacks.add(lambda *_: ended.set())
        is_new = await _declare(connection, subscriber)
        if is_new:
            await subscriber.catch_up()
        async with asyncio.TaskGroup() as group:
            for name, size, take in (
                (queue_of(subscriber.name), BATCH, _receive_with(subscriber)),
                (replay_queue_of(subscriber.name), 1, _answer_with(subscriber)),
            ):
                channel = await connection.channel()
                channel.close_callbacks.add(lambda *_: ended.set())
                await channel.set_qos(prefetch_count=PREFETCH if size > 1 else 1)
                queue = await channel.get_queue(name)
                group.create_task(_take_batches(queue, size, take))
            self._is_consuming = True
            await ended.wait()
            raise ConnectionError("the broker's connection ended")


def queue_of(service: str) -> str:
    """Return the queue in which a service's events arrive."""
    return f"alongside.{service}"


def replay_queue_of(service: str) -> str:
    """Return the queue in which a service is asked to send again."""
    return f"alongside.{service}.replay"


def dead_queue_of(service: str) -> str:
    """Return the queue that keeps what crashed a service's reader too often."""
    return f"alongside.{service}.dead"


def _amqp(message: Message) -> AmqpMessage:
    return AmqpMessage(
        message.body,
        content_type=CONTENT_TYPE,
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=str(message.event_id),
        type=message.type,
    )


async def _declare(connection: AbstractConnection, subscriber: Subscriber) -> bool:
    """Declare what the service needs; return whether its queue was not there before."""
    name = queue_of(subscriber.name)
    is_new = not await _exists(connection, name)
    channel = await connection.channel()
    events = await channel.declare_exchange(EVENTS, ExchangeType.TOPIC, durable=True)
    dead = await channel.declare_exchange(DEAD, ExchangeType.DIRECT, durable=True)
    dead_queue = await channel.declare_queue(
        dead_queue_of(subscriber.name), durable=True, arguments={"x-queue-type": "quorum"}
    )
    await dead_queue.bind(dead, name)
    queue = await _declare_quorum(channel, name)
    for source in subscriber.sources:
        await queue.bind(events, f"{source}.#")
    await _declare_quorum(channel, replay_queue_of(subscriber.name))
    await channel.close()
    return is_new


async def _exists(connection: AbstractConnection, queue: str) -> bool:
    channel = await connection.channel()
    try:
        await channel.declare_queue(queue, passive=True)
    except ChannelNotFoundEntity:
        return False
    await channel.close()
    return True


async def _declare_quorum(channel: AbstractChannel, name: str) -> AbstractQueue:
    """Declare a queue that outlives a node, and keeps aside what crashed its reader too often."""
    return await channel.declare_queue(
        name,
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD,
            "x-dead-letter-routing-key": name.removesuffix(".replay"),
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )


Take = Callable[[Sequence[AbstractIncomingMessage]], Awaitable[None]]


def _receive_with(subscriber: Subscriber) -> Take:
    async def take(messages: Sequence[AbstractIncomingMessage]) -> None:
        await subscriber.receive([message.body for message in messages])
        failpoint(AFTER_COMMIT)

    return take


def _answer_with(subscriber: Subscriber) -> Take:
    async def take(messages: Sequence[AbstractIncomingMessage]) -> None:
        for message in messages:
            await subscriber.answer(message.body)

    return take


async def _take_batches(queue: AbstractQueue, size: int, take: Take) -> None:
    """Take what has arrived, up to `size` at once, and acknowledge it together once it is safe.

    While it can't be recorded it is tried again here, not sent back: sending it back would count
    as its own failure.
    """
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    await queue.consume(arrived.put)
    while True:
        batch = [await arrived.get()]
        while len(batch) < size and not arrived.empty():
            batch.append(arrived.get_nowait())
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                await take(batch)
                break
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("messages_not_recorded", reason=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        await batch[-1].ack(multiple=True)
