"""An agency's own client, pika: what it can do on the broker, and what it is refused."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    AMQPConnectionError,
    ChannelClosedByBroker,
    ConnectionClosedByBroker,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

Attempt = Callable[[BlockingChannel], object]

ALLOWED = "allowed"


@dataclass(frozen=True)
class Site:
    """A broker's virtual host, and its management interface ten thousand ports above."""

    amqp_url: str

    @property
    def management_url(self) -> str:
        parts = urlsplit(self.amqp_url)
        user = f"{parts.username}:{parts.password}"
        return f"http://{user}@{parts.hostname}:{(parts.port or 5672) + 10_000}"

    @property
    def address(self) -> str:
        parts = urlsplit(self.amqp_url)
        return f"amqp://{parts.hostname}:{parts.port}{parts.path}"

    def url_for(self, user: str, password: str, vhost: str | None = None) -> str:
        parts = urlsplit(self.amqp_url)
        path = parts.path if vhost is None else f"/{vhost}"
        return f"amqp://{user}:{password}@{parts.hostname}:{parts.port}{path}"


def connect(url: str) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.URLParameters(url))


def try_each(url: str, attempts: Mapping[str, Attempt]) -> dict[str, str]:
    """Do each on a channel of its own; return for each "allowed", or how the broker refused it."""
    outcomes = {}
    connection = connect(url)
    for name, attempt in attempts.items():
        channel = connection.channel()
        try:
            attempt(channel)
            channel.close()
        except ChannelClosedByBroker as closed:
            outcomes[name] = f"refused {closed.reply_code}"
        else:
            outcomes[name] = ALLOWED
    connection.close()
    return outcomes


def sign_in(url: str) -> str:
    """Open a connection; return "allowed", or what came of it."""
    try:
        connect(url).close()
    except ProbableAuthenticationError:
        return "refused 403"
    except (ProbableAccessDeniedError, ConnectionClosedByBroker):
        return "refused 530"
    except AMQPConnectionError as error:
        return type(error).__name__
    return ALLOWED


async def outcomes_of(url: str, attempts: Mapping[str, Attempt]) -> dict[str, str]:
    return await asyncio.to_thread(try_each, url, attempts)


def get(queue: str) -> Attempt:
    return lambda channel: channel.basic_get(queue, auto_ack=True)


def consume(queue: str) -> Attempt:
    return lambda channel: channel.basic_consume(queue, lambda *_: None)


def declare(queue: str) -> Attempt:
    arguments = {"x-queue-type": "quorum"}
    return lambda channel: channel.queue_declare(queue, durable=True, arguments=arguments)


def ask_for(queue: str) -> Attempt:
    return lambda channel: channel.queue_declare(queue, passive=True)


def delete(queue: str) -> Attempt:
    return lambda channel: channel.queue_delete(queue)


def purge(queue: str) -> Attempt:
    return lambda channel: channel.queue_purge(queue)


def bind(queue: str, exchange: str = "amq.topic") -> Attempt:
    return lambda channel: channel.queue_bind(queue, exchange, "#")


def unbind(queue: str, exchange: str = "amq.topic") -> Attempt:
    return lambda channel: channel.queue_unbind(queue, exchange, "#")


def publish(exchange: str, key: str) -> Attempt:
    def attempt(channel: BlockingChannel) -> None:
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, b"{}", mandatory=True)

    return attempt


def declare_exchange(name: str) -> Attempt:
    return lambda channel: channel.exchange_declare(name, "topic", durable=True)


def delete_exchange(name: str) -> Attempt:
    return lambda channel: channel.exchange_delete(name)


def bind_exchange(name: str) -> Attempt:
    return lambda channel: channel.exchange_bind(name, "amq.topic", "#")


def declare_own_name() -> Attempt:
    return lambda channel: channel.queue_declare("", exclusive=True)
