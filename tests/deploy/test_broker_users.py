"""The broker's users as `make secrets` writes them, on a real broker: what each can do, and not."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aio_pika
import pytest
from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ProbableAuthenticationError
from aiormq.exceptions import ChannelAccessRefused

from deploy.secret_files import VHOST, make_secrets
from deploy.servers.rabbitmq import RabbitServer
from deploy.services import SERVICES
from shared.messaging.rabbit import EVENTS, queue_of

Attempt = Callable[[AbstractChannel], Awaitable[None]]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RabbitServer, Path]]:
    """Return a broker that was given its users, and the folder of their secrets."""
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(folder)
    with RabbitServer() as server:
        server.ctl("import_definitions", str(folder / "rabbitmq_definitions.json"))
        server.ctl("delete_user", "guest")  # where definitions are loaded at first, it never is
        yield server, folder


@pytest.fixture
def users(broker: tuple[RabbitServer, Path]) -> dict[str, str]:
    """Return the broker's address for each service, with the password that the service holds."""
    server, folder = broker
    place = urlsplit(server.url).netloc.rpartition("@")[2]
    urls = {name: urlsplit((folder / f"{name}_broker_url").read_text()) for name in SERVICES}
    return {
        name: f"amqp://{url.username}:{url.password}@{place}/{VHOST}" for name, url in urls.items()
    }


def _publish(key: str) -> Attempt:
    async def attempt(channel: AbstractChannel) -> None:
        events = await channel.get_exchange(EVENTS, ensure=False)
        await events.publish(aio_pika.Message(b"{}"), key, mandatory=False)

    return attempt


def _declare(queue: str) -> Attempt:
    async def attempt(channel: AbstractChannel) -> None:
        await channel.declare_queue(queue, durable=True, arguments={"x-queue-type": "quorum"})

    return attempt


def _read(queue: str) -> Attempt:
    async def attempt(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).get(fail=False)

    return attempt


async def _is_refused(url: str, attempt: Attempt) -> bool:
    async with await aio_pika.connect(url) as connection:
        try:
            await attempt(await connection.channel())
        except ChannelAccessRefused:
            return True
        return False


async def test_a_service_reaches_what_is_its_own_and_nothing_else(users: dict[str, str]) -> None:
    for name, url in users.items():
        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel()
            events = await channel.declare_exchange(EVENTS, ExchangeType.TOPIC, durable=True)
            queue = await channel.declare_queue(
                queue_of(name), durable=True, arguments={"x-queue-type": "quorum"}
            )
            for source in users:
                await queue.bind(events, f"{source}.#")
    refused = {
        (user, does, to)
        for user, url in users.items()
        for to in users
        for does, attempt in (
            ("publish as", _publish(f"{to}.something_happened.v1")),
            ("declare for", _declare(f"{queue_of(to)}")),
            ("read of", _read(queue_of(to))),
        )
        if await _is_refused(url, attempt)
    }
    assert refused == {
        (user, does, to)
        for user in users
        for to in users
        for does in ("publish as", "declare for", "read of")
        if user != to
    }
    for url in users.values():
        assert await _is_refused(url, _declare("alongside.anything"))


async def test_nobody_else_is_let_in(
    users: dict[str, str], broker: tuple[RabbitServer, Path]
) -> None:
    server, _ = broker
    with pytest.raises(ProbableAuthenticationError):
        await aio_pika.connect(server.url)
    listed = server.ctl("list_users", "--no-table-headers")
    assert {line.split()[0] for line in listed.splitlines()} == set(users)
