"""A broker that tells when what it handed over has been taken in, which is when it committed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from shared.messaging.broker import Subscriber
from shared.messaging.rabbit import RabbitBroker


class WatchedBroker(RabbitBroker):
    """The broker of the exchange, watched from outside."""

    def __init__(
        self,
        url: str,
        service: str,
        on_received: Callable[[Sequence[bytes]], None],
        on_arrived: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(url, service)
        self._on_received = on_received
        self._on_arrived = on_arrived

    def attach(self, subscriber: Subscriber) -> None:
        async def receive(bodies: Sequence[bytes]) -> None:
            self._on_arrived()
            await subscriber.receive(bodies)
            self._on_received(bodies)

        super().attach(replace(subscriber, receive=receive))
