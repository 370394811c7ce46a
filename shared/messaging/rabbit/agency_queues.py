"""The agencies' own queues, in a virtual host of their own: filled, gone through, emptied.

A queue is only the last stretch of the way to an agency: its log holds everything, so what does
not fit waits there, and what is taken back out of a queue is not lost.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aio_pika import connect
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity

from shared.messaging.broker import BrokerUnreachable
from shared.messaging.rabbit.publishing import TIMEOUT_SECONDS, Publisher, amqp_message

MOST_HELD = 60_000
"""How many messages can be held at once: the protocol counts them in sixteen bits."""

_DEFAULT_EXCHANGE = ""
_QUORUM: dict[str, Any] = {"x-queue-type": "quorum"}
_PATIENCE = 2.0
_QUIET = 0.1
"""How many seconds may pass before the next message, while more are expected and afterwards."""


@dataclass(frozen=True, slots=True)
class AgencyMessage:
    """What an agency is to find in its queue: a CloudEvent in structured JSON."""

    message_id: str
    body: bytes
    content_type: str


class QueueMissing(Exception):
    """There is no such queue: it has not been made yet, or the broker has lost it."""


class AgencyQueues:
    """The exchange's own connections to the agencies' virtual host."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}{'&' if '?' in url else '?'}heartbeat=15&name=agency-queues"
        self._publisher = Publisher(self._url, _nothing_to_prepare)
        self._connection: AbstractConnection | None = None

    async def publish(self, queue: str, messages: Sequence[AgencyMessage]) -> list[bool]:
        """Put messages into a queue, in order; tell for each whether the broker has it safe.

        Raises `BrokerUnreachable` where the broker answered for none of them.
        """
        addressed = [
            (
                queue,
                amqp_message(
                    message.body, content_type=message.content_type, message_id=message.message_id
                ),
            )
            for message in messages
        ]
        outcomes = await self._publisher.send(_DEFAULT_EXCHANGE, addressed)
        return [outcome is None for outcome in outcomes]

    async def declare(self, queue: str) -> bool:
        """See that a queue is there; tell whether it had to be made."""
        try:
            await self.length(queue)
        except QueueMissing:
            async with self._channel() as channel:
                await channel.declare_queue(queue, durable=True, arguments=_QUORUM)
            return True
        return False

    async def length(self, queue: str) -> int:
        """Return how many messages wait in a queue, without those its reader holds.

        Raises `QueueMissing`.
        """
        try:
            async with self._channel() as channel:
                declared = await channel.declare_queue(queue, passive=True)
                return declared.declaration_result.message_count or 0
        except ChannelNotFoundEntity:
            raise QueueMissing from None

    async def delete(self, queue: str) -> None:
        """Do away with a queue and what is in it; one that is not there is done away with."""
        async with self._channel() as channel:
            await channel.queue_delete(queue)

    @asynccontextmanager
    async def taken_out(self, queue: str) -> AsyncIterator[list[str]]:
        """Take everything out of a queue that nobody else reads; hand out the message ids.

        They are out for good once the block has ended well; else they are back in their places.
        What a reader still held when it was shut out may come back a moment later: look again
        until there is nothing. Raises `QueueMissing`.
        """
        try:
            async with self._channel() as channel:
                held = await _take_all(channel, queue)
                yield [str(message.message_id) for message in held]
                if held:
                    await held[-1].ack(multiple=True)
                    await channel.declare_queue(queue, passive=True)  # the broker has read the ack
        except ChannelNotFoundEntity:
            raise QueueMissing from None

    async def close(self) -> None:
        """Let go of every connection."""
        await self._publisher.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[AbstractChannel]:
        """Open a channel for one errand, which may cost it without harm to what is being sent."""
        try:
            if self._connection is None or self._connection.is_closed:
                self._connection = await connect(self._url, timeout=TIMEOUT_SECONDS)
            channel = await self._connection.channel()
        except (AMQPError, OSError, TimeoutError) as error:
            raise BrokerUnreachable from error
        try:
            yield channel
        finally:
            if not channel.is_closed:
                await channel.close()


async def _nothing_to_prepare(_channel: AbstractChannel) -> None:
    """Declare nothing: the default exchange is always there."""


async def _take_all(channel: AbstractChannel, queue: str) -> list[AbstractIncomingMessage]:
    """Hold every message of the queue, unacknowledged and in order, until no more come."""
    await channel.set_qos(prefetch_count=MOST_HELD)
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    waiting = await channel.declare_queue(queue, passive=True)
    expected = waiting.declaration_result.message_count or 0
    await waiting.consume(arrived.put)
    held: list[AbstractIncomingMessage] = []
    try:
        while True:
            async with asyncio.timeout(_PATIENCE if len(held) < expected else _QUIET):
                held.append(await arrived.get())
    except TimeoutError:
        return held
