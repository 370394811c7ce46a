"""The broker's users as `make secrets` writes them, on a real broker: what each can do, and not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ProbableAuthenticationError
from aiormq.exceptions import ChannelAccessRefused

from deploy.secret_files import AGENCIES_VHOST, FILLER, PROVISIONER, VHOST, make_secrets
from deploy.servers.rabbitmq import RabbitServer
from deploy.services import SERVICES
from services.partners.queues.names import new_queue_name, user_of
from services.partners.queues.passwords import hashed, new_password
from services.partners.queues.provisioning import Limits, Management
from shared.identifiers import new_id
from shared.messaging.broker import Message, Subscriber
from shared.messaging.rabbit import (
    EVENTS,
    AgencyMessage,
    AgencyQueues,
    RabbitBroker,
    dead_queue_of,
    queue_of,
)
from tests.services.partners.queues.foreign import sign_in

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


class Listening:
    """A service's own broker, carrying under its own user."""

    def __init__(self, name: str, url: str, others: Sequence[str]) -> None:
        self.received: set[bytes] = set()
        self.asked: list[bytes] = []
        self.broker = RabbitBroker(url, name)
        self.broker.attach(
            Subscriber(name, tuple(others), self._receive, self._answer, self._make_nothing)
        )

    async def _receive(self, messages: Sequence[bytes]) -> None:
        self.received.update(messages)

    async def _answer(self, request: bytes) -> None:
        self.asked.append(request)

    async def _make_nothing(self) -> None:
        """Ask for nothing: nothing was sent before."""


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.02)


@pytest.fixture
async def services(users: dict[str, str]) -> AsyncIterator[dict[str, Listening]]:
    services = {
        name: Listening(name, url, sorted(users.keys() - {name})) for name, url in users.items()
    }
    carrying = [asyncio.create_task(service.broker.carry()) for service in services.values()]
    await _until(lambda: all(service.broker.is_well() for service in services.values()))
    yield services
    for task in carrying:
        task.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)
    for service in services.values():
        await service.broker.close()


async def test_each_service_does_all_its_work_as_its_own_user(
    services: dict[str, Listening],
) -> None:
    for name, service in services.items():
        event = Message(uuid4(), f"{name}.something_happened.v1", name.encode())
        assert await service.broker.publish([event]) == [True]
        for other in services.keys() - {name}:
            assert await service.broker.ask(other, name.encode())
            assert await service.broker.send_to(other, [event]) == [True]
    others = {name: {other.encode() for other in services.keys() - {name}} for name in services}
    await _until(
        lambda: all(
            service.received == others[name] and set(service.asked) == others[name]
            for name, service in services.items()
        )
    )


@pytest.mark.usefixtures("services")
async def test_a_service_reaches_what_is_its_own_and_nothing_else(users: dict[str, str]) -> None:
    refused = {
        (user, does, to)
        for user, url in users.items()
        for to in users
        for does, attempt in (
            ("publish as", _publish(f"{to}.something_happened.v1")),
            ("declare for", _declare(dead_queue_of(to))),
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
    known = {line.split()[0] for line in listed.splitlines()}
    assert known == {*users, FILLER, PROVISIONER}


async def test_agencies_are_served_by_users_that_can_do_just_that(
    broker: tuple[RabbitServer, Path], users: dict[str, str]
) -> None:
    server, folder = broker
    filled, managed = (
        urlsplit((folder / f"partners_{name}_url").read_text())
        for name in ("agencies_broker", "management")
    )
    place = urlsplit(server.url)
    agencies_url = f"amqp://{filled.username}:{filled.password}@{place.hostname}:{place.port}"
    port = (place.port or 0) + 10_000
    management = Management(
        f"http://{managed.username}:{managed.password}@{place.hostname}:{port}",
        f"{agencies_url}/{AGENCIES_VHOST}",
        Limits(length=10, connections=1, channels=1),
    )
    queues = AgencyQueues(f"{agencies_url}/{AGENCIES_VHOST}")
    agency_id, password = new_id(), new_password()
    queue = new_queue_name(agency_id)
    await management.lay_out()
    await management.open_user(agency_id, hashed(password))
    assert await queues.declare(queue)
    event = AgencyMessage("1", b"{}", "application/cloudevents+json")
    assert await queues.publish(queue, [event]) == [True]
    agency_url = f"amqp://{user_of(agency_id)}:{password}@{place.hostname}:{place.port}"
    assert not await _is_refused(f"{agency_url}/{AGENCIES_VHOST}", _read(queue))
    async with queues.taken_out(queue) as held:
        assert held == ["1"]
    await management.close_user(agency_id)
    await queues.delete(queue)
    assert sign_in(f"{agencies_url}/{VHOST}") == "refused 530"
    assert sign_in(f"{agency_url}/{AGENCIES_VHOST}") == "refused 403"
    for url in users.values():
        assert sign_in(url.replace(f"/{VHOST}", f"/{AGENCIES_VHOST}")) == "refused 530"
    assert await _is_refused(f"{agencies_url}/{AGENCIES_VHOST}", _declare("elsewhere"))
    await queues.close()
    await management.close()
