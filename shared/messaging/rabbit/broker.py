"""The broker as a service sees it: one connection to publish by, one to consume by."""

import asyncio
from collections.abc import Sequence

import structlog
from aio_pika import Message as AmqpMessage
from aio_pika import connect
from aio_pika.exceptions import PublishError

from shared.messaging.broker import BrokerUnreachable, Message, NobodyThere, Subscriber
from shared.messaging.envelope import CONTENT_TYPE
from shared.messaging.rabbit.consuming import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, consume
from shared.messaging.rabbit.publishing import TIMEOUT_SECONDS, Publisher, amqp_message
from shared.messaging.rabbit.topology import (
    EVENTS,
    declare_events,
    declare_queues,
    queue_of,
    replay_queue_of,
)

log = structlog.get_logger(__name__)

DEFAULT_EXCHANGE = ""


class RabbitBroker:
    """One service's connections; both are opened again for as long as they are needed.

    A memory alarm blocks whoever publishes; what has arrived is taken in all the same.
    """

    def __init__(self, url: str, service: str) -> None:
        self._url = f"{url}{'&' if '?' in url else '?'}heartbeat=15&name={service}"
        self._subscriber: Subscriber | None = None
        self._publisher = Publisher(self._url, declare_events)
        self._is_consuming = False

    def attach(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        addressed = [(message.type, _event(message)) for message in messages]
        return [outcome is None for outcome in await self._publisher.send(EVENTS, addressed)]

    async def send_to(self, consumer: str, messages: Sequence[Message]) -> Sequence[bool]:
        addressed = [(queue_of(consumer), _event(message)) for message in messages]
        outcomes = await self._publisher.send(DEFAULT_EXCHANGE, addressed)
        if any(isinstance(outcome, PublishError) for outcome in outcomes):
            raise NobodyThere
        return [outcome is None for outcome in outcomes]

    async def ask(self, producer: str, request: bytes) -> bool:
        question = (replay_queue_of(producer), amqp_message(request))
        try:
            outcomes = await self._publisher.send(DEFAULT_EXCHANGE, [question])
        except BrokerUnreachable:
            return False
        return outcomes == [None]

    def is_well(self) -> bool:
        return self._is_consuming

    async def close(self) -> None:
        await self._publisher.close()

    async def carry(self) -> None:
        if self._subscriber is None:
            raise RuntimeError("nobody is attached to this broker")
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with await connect(self._url, timeout=TIMEOUT_SECONDS) as connection:
                    await declare_queues(connection, self._subscriber)
                    pause = FIRST_PAUSE_SECONDS
                    await consume(connection, self._subscriber, self._begin)
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("not_consuming", reason=_names_of(error))
            finally:
                self._is_consuming = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _begin(self) -> None:
        self._is_consuming = True


def _event(message: Message) -> AmqpMessage:
    return amqp_message(
        message.body,
        content_type=CONTENT_TYPE,
        message_id=str(message.event_id),
        type=message.type,
    )


def _names_of(error: Exception) -> str:
    inner = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
    return " ".join(sorted({type(each).__name__ for each in inner}))
