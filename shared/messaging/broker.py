"""What carries messages between services: the one seam with two implementations."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """An event ready to travel: `type` is its routing key, `body` its envelope's bytes."""

    event_id: UUID
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Subscriber:
    """What a service gives its broker.

    `receive` returns once every message is recorded, and raises where that could not be done.
    `answer` sends again what a consumer asks for. `has_no_queue` is told before a queue is made,
    so that what passed while there was nowhere to keep it is asked for, whatever happens next.
    """

    name: str
    sources: tuple[str, ...]
    receive: Callable[[Sequence[bytes]], Awaitable[None]]
    answer: Callable[[bytes], Awaitable[None]]
    has_no_queue: Callable[[], Awaitable[None]]


class BrokerUnreachable(Exception):
    """Nothing can be sent at the moment."""


class NobodyThere(Exception):
    """The consumer that is to be sent something has no queue: it will ask again when it has."""


class Broker(Protocol):
    """Carries messages at least once; order and deduplication are the inbox's work."""

    def attach(self, subscriber: Subscriber) -> None:
        """Deliver to `subscriber` what its sources publish, from now on or once `carry` runs."""

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        """Send to all who listen; tell for each message whether it surely arrived.

        Raises `BrokerUnreachable` where none of them can have been answered for.
        """

    async def send_to(self, consumer: str, messages: Sequence[Message]) -> Sequence[bool]:
        """Send to one consumer alone; tell for each message whether it surely arrived.

        Raises `NobodyThere`, and `BrokerUnreachable`.
        """

    async def ask(self, producer: str, request: bytes) -> bool:
        """Ask a producer to send something again; tell whether the question surely arrived."""

    async def carry(self) -> None:
        """Deliver until cancelled, whatever happens to the connection meanwhile."""

    def is_well(self) -> bool:
        """Tell whether messages can be expected to arrive."""

    async def close(self) -> None:
        """Let go of every connection."""
