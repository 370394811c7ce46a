"""What a broker can do to us, done to a private one: we commit on, and nothing is lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import aio_pika
import pytest

from deploy.servers.postgres import Postgres
from deploy.servers.rabbitmq import RabbitServer
from shared.events.partners import AgencySuspended
from shared.identifiers import new_id
from shared.messaging.broker import BrokerUnreachable, Message, NobodyThere
from shared.messaging.rabbit import RabbitBroker, queue_of
from tests.shared.messaging.conftest import on_rabbit
from tests.shared.messaging.services import SUSPENDED, Exchange, Watch

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
async def exchange(
    private_rabbit: RabbitServer, postgres_server: Postgres, watch: Watch
) -> AsyncIterator[Exchange]:
    async with on_rabbit(postgres_server, private_rabbit.url, watch) as exchange:
        await exchange.rest()
        yield exchange


async def _tell(exchange: Exchange, count: int) -> None:
    for _ in range(count):
        await exchange["partners"].publish(AgencySuspended(agency_id=uuid4()))


async def _drained(exchange: Exchange, count: int) -> None:
    """Step until everything told is heard once by each listener, through outages."""

    async def all_are_heard() -> bool:
        for name in ("intake", "outcomes"):
            if await exchange[name].heard() != [SUSPENDED] * count:
                return False
        return await exchange["partners"].unpublished() == 0

    async with asyncio.timeout(60):
        while not await all_are_heard():
            for service in exchange.services.values():
                try:
                    await service.worker.step()
                except BrokerUnreachable:
                    await asyncio.sleep(0.1)
            await asyncio.sleep(0.01)


async def test_a_broker_that_is_down_stops_no_commit_and_is_made_up_for(
    exchange: Exchange, private_rabbit: RabbitServer
) -> None:
    await asyncio.to_thread(private_rabbit.ctl, "stop_app")
    await _tell(exchange, 5)
    with pytest.raises(BrokerUnreachable):
        await exchange["partners"].worker.relay.step()
    assert await exchange["partners"].unpublished() == 5
    await asyncio.to_thread(private_rabbit.ctl, "start_app")
    await _drained(exchange, 5)


async def test_under_a_memory_alarm_the_relay_gives_up_in_time_and_commits_go_on(
    exchange: Exchange, private_rabbit: RabbitServer
) -> None:
    set_mark = ("set_vm_memory_high_watermark",)
    await asyncio.to_thread(private_rabbit.ctl, *set_mark, "absolute", "1MB")
    await _until_blocked(private_rabbit)
    await _tell(exchange, 5)
    begun = time.monotonic()
    with pytest.raises(BrokerUnreachable):
        await exchange["partners"].worker.relay.step()
    assert time.monotonic() - begun < 10
    await _tell(exchange, 5)
    await asyncio.to_thread(private_rabbit.ctl, *set_mark, "0.6")
    await _drained(exchange, 10)


async def _until_blocked(server: RabbitServer) -> None:
    async with asyncio.timeout(30):
        while "memory" not in await asyncio.to_thread(
            server.ctl, "eval", "rabbit_alarm:get_alarms()."
        ):
            await asyncio.sleep(0.1)


async def test_a_wiped_broker_is_laid_out_again_and_what_it_held_is_sent_again(
    exchange: Exchange, private_rabbit: RabbitServer
) -> None:
    await _tell(exchange, 3)
    await exchange["partners"].mark(exchange.watch())
    for step in ("stop_app", "force_reset", "start_app"):
        await asyncio.to_thread(private_rabbit.ctl, step)
    await _tell(exchange, 2)
    await _drained(exchange, 5)


async def test_a_queue_that_is_deleted_is_declared_again_and_filled(
    exchange: Exchange, private_rabbit: RabbitServer
) -> None:
    await _tell(exchange, 3)
    await exchange["partners"].mark(exchange.watch())
    async with await aio_pika.connect(private_rabbit.url) as connection:
        channel = await connection.channel()
        await channel.queue_delete(queue_of("intake"))
        await channel.queue_delete(queue_of("outcomes"))
    await _drained(exchange, 3)


async def test_what_no_queue_takes_is_confirmed_by_the_broker_but_not_by_us(amqp_url: str) -> None:
    broker = RabbitBroker(amqp_url, "partners")
    message = Message(new_id(), SUSPENDED, b"{}")
    try:
        assert await broker.publish([message]) == [False]
        assert not await broker.ask("intake", b"{}")
        with pytest.raises(NobodyThere):
            await broker.send_to("intake", [message])
    finally:
        await broker.close()
