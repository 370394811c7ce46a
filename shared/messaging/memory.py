"""The transport of the embedded form: in one process, with nothing kept in memory alone.

A message counts as published once every service has recorded it in its own inbox, so that a
process that dies half-way publishes it again and the inboxes that have it drop it.
"""

import asyncio
from collections.abc import Sequence

import structlog

from shared.messaging.broker import Message, NobodyThere, Subscriber

log = structlog.get_logger(__name__)


class MemoryBroker:
    """Hands messages straight to the services of this process."""

    def __init__(self) -> None:
        self._subscribers: dict[str, Subscriber] = {}

    def attach(self, subscriber: Subscriber) -> None:
        self._subscribers[subscriber.name] = subscriber

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        arrived = [True] * len(messages)
        for subscriber in self._subscribers.values():
            wanted = [
                index
                for index, message in enumerate(messages)
                if message.type.partition(".")[0] in subscriber.sources
            ]
            if not await _hand_over(subscriber, [messages[index] for index in wanted]):
                for index in wanted:
                    arrived[index] = False
        return arrived

    async def send_to(self, consumer: str, messages: Sequence[Message]) -> Sequence[bool]:
        if consumer not in self._subscribers:
            raise NobodyThere
        return [await _hand_over(self._subscribers[consumer], messages)] * len(messages)

    async def ask(self, producer: str, request: bytes) -> bool:
        if producer not in self._subscribers:
            return False
        await self._subscribers[producer].answer(request)
        return True

    async def carry(self) -> None:
        """Deliver nothing more than `publish` does; end when cancelled."""
        await asyncio.Event().wait()

    def is_well(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing is held open."""


async def _hand_over(subscriber: Subscriber, messages: Sequence[Message]) -> bool:
    if not messages:
        return True
    try:
        await subscriber.receive([message.body for message in messages])
    except Exception as error:  # noqa: BLE001 - the relay tries again, and the others go on
        log.warning(
            "messages_not_recorded",
            consumer=subscriber.name,
            count=len(messages),
            reason=type(error).__name__,
        )
        return False
    return True
