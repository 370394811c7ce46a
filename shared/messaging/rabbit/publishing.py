"""Sending with confirms: unroutable, refused or too late is not sent, and nothing hangs.

The frames go through the channel under aio-pika's, whose own `publish` costs half as much again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aio_pika import DeliveryMode, connect
from aio_pika import Message as AmqpMessage
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import DeliveryError

from shared.messaging.broker import BrokerUnreachable

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 5.0

Prepare = Callable[[AbstractChannel], Awaitable[None]]


def amqp_message(body: bytes, **properties: str) -> AmqpMessage:
    """Return a message that outlives a restart of the broker."""
    return AmqpMessage(body, delivery_mode=DeliveryMode.PERSISTENT, **properties)  # type: ignore[arg-type]


class Publisher:
    """A connection of its own for sending, so that an alarm that blocks it blocks no reading."""

    def __init__(self, url: str, prepare: Prepare) -> None:
        """Take the broker's address, and what a fresh channel needs before it is sent on."""
        self._url = url
        self._prepare = prepare
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._opening = asyncio.Lock()

    async def send(
        self, exchange: str, addressed: Sequence[tuple[str, AmqpMessage]]
    ) -> list[BaseException | None]:
        """Send to routing keys, confirms in flight together; return what went wrong with each.

        Raises `BrokerUnreachable` where the broker answered for none of them.
        """
        outcomes = await self._confirmed(exchange, addressed)
        failures = {type(outcome).__name__ for outcome in outcomes if outcome is not None}
        if failures:
            count = len(addressed) - outcomes.count(None)
            log.info("messages_not_confirmed", count=count, reason=" ".join(sorted(failures)))
        if not any(outcome is None or isinstance(outcome, DeliveryError) for outcome in outcomes):
            await self.close()
            raise BrokerUnreachable
        return outcomes

    async def close(self) -> None:
        """Let go of the connection; the next to send opens another."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            try:
                async with asyncio.timeout(1):
                    await connection.close()
            except Exception as error:  # noqa: BLE001 - it is given up in any case
                log.info("connection_given_up", reason=type(error).__name__)

    async def _confirmed(
        self, exchange: str, addressed: Sequence[tuple[str, AmqpMessage]]
    ) -> list[BaseException | None]:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                channel = await (await self._opened()).get_underlay_channel()
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing has been sent
            return [error] * len(addressed)
        sending = [
            asyncio.ensure_future(
                channel.basic_publish(
                    message.body,
                    exchange=exchange,
                    routing_key=key,
                    properties=message.properties,
                    mandatory=True,
                    wait=False,  # type: ignore[call-arg]
                )
            )
            for key, message in addressed
        ]
        try:
            _, late = await asyncio.wait(sending, timeout=TIMEOUT_SECONDS)
        finally:
            for task in sending:
                task.cancel()
        results = await asyncio.gather(*sending, return_exceptions=True)
        return [
            TimeoutError()
            if task in late
            else (result if isinstance(result, BaseException) else None)
            for task, result in zip(sending, results, strict=True)
        ]

    async def _opened(self) -> AbstractChannel:
        async with self._opening:
            is_open = self._connection is not None and not self._connection.is_closed
            if self._channel is None or self._channel.is_closed or not is_open:
                await self.close()
                self._connection = await connect(self._url, timeout=TIMEOUT_SECONDS)
                channel = await self._connection.channel(on_return_raises=True)
                await self._prepare(channel)
                self._channel = channel
            return self._channel
