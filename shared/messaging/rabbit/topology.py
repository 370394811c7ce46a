"""What a service needs on the broker: names, queues, bindings. Declared again at every start."""

from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity

from shared.messaging.broker import Subscriber

EVENTS = "alongside.events"
DEAD = "alongside.dead"
DELIVERY_LIMIT = 20
"""How often a message may crash its reader before the broker keeps it aside."""


def queue_of(service: str) -> str:
    """Return the queue in which a service's events arrive."""
    return f"alongside.{service}"


def replay_queue_of(service: str) -> str:
    """Return the queue in which a service is asked to send again."""
    return f"alongside.{service}.replay"


def dead_queue_of(service: str) -> str:
    """Return the queue that keeps what crashed a service's reader too often."""
    return f"alongside.{service}.dead"


async def declare_events(channel: AbstractChannel) -> None:
    """Declare the exchange to which every service publishes."""
    await channel.declare_exchange(EVENTS, ExchangeType.TOPIC, durable=True)


async def declare_queues(connection: AbstractConnection, subscriber: Subscriber) -> None:
    """Declare a service's queues and bind them to its sources; the events' queue comes last."""
    service = subscriber.name
    name = queue_of(service)
    if not await _exists(connection, name):
        await subscriber.has_no_queue()
    channel = await connection.channel()
    await declare_events(channel)
    dead = await channel.declare_exchange(DEAD, ExchangeType.DIRECT, durable=True)
    kept_aside = await channel.declare_queue(
        dead_queue_of(service), durable=True, arguments={"x-queue-type": "quorum"}
    )
    await kept_aside.bind(dead, name)
    arguments: dict[str, Any] = {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD,
        "x-dead-letter-routing-key": name,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    await channel.declare_queue(replay_queue_of(service), durable=True, arguments=arguments)
    queue = await channel.declare_queue(name, durable=True, arguments=arguments)
    for source in subscriber.sources:
        await queue.bind(EVENTS, f"{source}.#")
    await channel.close()


async def _exists(connection: AbstractConnection, queue: str) -> bool:
    channel = await connection.channel()
    try:
        await channel.declare_queue(queue, passive=True)
    except ChannelNotFoundEntity:
        return False
    await channel.close()
    return True
