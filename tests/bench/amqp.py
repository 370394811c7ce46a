"""The floor of carrying: bare aio-pika on a quorum queue like the exchange's own."""

import asyncio
import time
from collections.abc import Sequence

from aio_pika import DeliveryMode, ExchangeType, Message
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractIncomingMessage, AbstractQueue
from aiormq.abc import FieldTable

from shared.messaging.rabbit import EVENTS

CONFIRMS_TOGETHER = 200
PREFETCH = 500
QUORUM: FieldTable = {"x-queue-type": "quorum"}


async def declare(
    channel: AbstractChannel, queue_name: str
) -> tuple[AbstractExchange, AbstractQueue]:
    """Declare the exchange's own topic, and a quorum queue that all of it comes to."""
    exchange = await channel.declare_exchange(EVENTS, ExchangeType.TOPIC, durable=True)
    queue = await channel.declare_queue(queue_name, durable=True, arguments=QUORUM)
    await queue.bind(exchange, "#")
    return exchange, queue


async def publish(exchange: AbstractExchange, key: str, bodies: Sequence[bytes]) -> None:
    """Publish persistent messages, the confirms of 200 awaited together."""
    for start in range(0, len(bodies), CONFIRMS_TOGETHER):
        await asyncio.gather(
            *(
                exchange.publish(Message(body, delivery_mode=DeliveryMode.PERSISTENT), key)
                for body in bodies[start : start + CONFIRMS_TOGETHER]
            )
        )


async def consume(channel: AbstractChannel, queue_name: str, count: int) -> float:
    """Take `count` messages, each acknowledged by itself; return how many in a second."""
    await channel.set_qos(prefetch_count=PREFETCH)
    queue = await channel.get_queue(queue_name)
    taken = 0
    first_at = last_at = 0.0
    is_done = asyncio.Event()

    async def take(message: AbstractIncomingMessage) -> None:
        nonlocal taken, first_at, last_at
        first_at = first_at or time.perf_counter()
        await message.ack()
        taken += 1
        if taken == count:
            last_at = time.perf_counter()
            is_done.set()

    tag = await queue.consume(take)
    await is_done.wait()
    await queue.cancel(tag)
    return count / (last_at - first_at)
