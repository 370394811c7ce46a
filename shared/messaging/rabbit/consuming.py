"""Taking what has arrived, in batches that are acknowledged once they are recorded."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from shared.failpoints import AFTER_COMMIT, failpoint
from shared.messaging.broker import Subscriber
from shared.messaging.rabbit.topology import queue_of, replay_queue_of

log = structlog.get_logger(__name__)

PREFETCH = 300
BATCH = 100
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

Take = Callable[[Sequence[AbstractIncomingMessage]], Awaitable[None]]


async def consume(
    connection: AbstractConnection, subscriber: Subscriber, begun: Callable[[], None]
) -> None:
    """Consume until the connection, a channel or a queue is gone, which raises; call `begun`."""
    ended = asyncio.Event()
    connection.close_callbacks.add(lambda *_: ended.set())

    async def receive(messages: Sequence[AbstractIncomingMessage]) -> None:
        await subscriber.receive([message.body for message in messages])
        failpoint(AFTER_COMMIT)

    async def answer(messages: Sequence[AbstractIncomingMessage]) -> None:
        for message in messages:
            await subscriber.answer(message.body)

    async with asyncio.TaskGroup() as group:
        for queue, size, prefetch, take in (
            (queue_of(subscriber.name), BATCH, PREFETCH, receive),
            (replay_queue_of(subscriber.name), 1, 1, answer),
        ):
            arrived = await _subscribe(connection, queue, prefetch, ended)
            group.create_task(_take_batches(arrived, size, take))
        begun()
        await ended.wait()
        raise ConnectionError("the broker's connection or a queue is gone")


async def _subscribe(
    connection: AbstractConnection, name: str, prefetch: int, ended: asyncio.Event
) -> asyncio.Queue[AbstractIncomingMessage]:
    """Have messages put into a queue of our own; a queue that is deleted cancels its reader."""
    channel = await connection.channel()
    channel.close_callbacks.add(lambda *_: ended.set())
    underlay = await channel.get_underlay_channel()
    underlay.on_consumer_cancel_callbacks.add(lambda _: ended.set())
    await channel.set_qos(prefetch_count=prefetch)
    queue = await channel.get_queue(name)
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    await queue.consume(arrived.put)
    return arrived


async def _take_batches(
    arrived: asyncio.Queue[AbstractIncomingMessage], size: int, take: Take
) -> None:
    """Take what has arrived, up to `size` at once, and acknowledge it together once it is safe."""
    while True:
        batch = [await arrived.get()]
        while len(batch) < size and not arrived.empty():
            batch.append(arrived.get_nowait())
        await _until_taken(batch, take)
        await batch[-1].ack(multiple=True)


async def _until_taken(batch: Sequence[AbstractIncomingMessage], take: Take) -> None:
    """Try until it is recorded. Sending it back would count as the message's own failure."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            await take(batch)
        except Exception as error:  # noqa: BLE001 - an outage is waited out
            log.warning("messages_not_recorded", reason=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        else:
            return
