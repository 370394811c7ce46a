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
    `answer` sends again what a consumer asks for. `catch_up` is called where messages may have
    passed while there was nowhere to keep them.
    """

    name: str
    sources: tuple[str, ...]
    receive: Callable[[Sequence[bytes]], Awaitable[None]]
    answer: Callable[[bytes], Awaitable[None]]
    catch_up: Callable[[], Awaitable[None]]


class Broker(Protocol):
    """Carries messages at least once; order and deduplication are the inbox's work."""

    def attach(self, subscriber: Subscriber) -> None:
        """Deliver to `subscriber` what its sources publish, from now on or once `carry` runs."""

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        """Send to all who listen; tell for each message whether it surely arrived."""

    async def send_to(self, consumer: str, messages: Sequence[Message]) -> Sequence[bool]:
        """Send to one consumer alone; tell for each message whether it surely arrived."""

    async def ask(self, producer: str, request: bytes) -> bool:
        """Ask a producer to send something again; tell whether the question surely arrived."""

    async def carry(self) -> None:
        """Deliver until cancelled, whatever happens to the connection meanwhile."""

    def is_well(self) -> bool:
        """Tell whether messages can be expected to arrive."""

    async def close(self) -> None:
        """Let go of every connection."""
