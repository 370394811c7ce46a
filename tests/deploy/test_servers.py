"""The private servers the other tests stand on: real, restartable, and gone with their owner."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aio_pika
import asyncpg
import pytest

from deploy.servers import install
from deploy.servers.rabbitmq import RabbitServer

HOLDS_A_SERVER = """
from deploy.servers.postgres import PostgresServer
with PostgresServer() as server:
    print(server.directory, flush=True)
    input()
"""


async def test_each_test_has_an_empty_database_of_its_own(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    try:
        assert (
            await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            == 0
        )
        assert await connection.fetchval("SHOW fsync") == "on"
    finally:
        await connection.close()


async def test_each_test_has_a_virtual_host_of_its_own(amqp_url: str) -> None:
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("only-here", durable=True)
        assert queue.declaration_result.message_count == 0


async def test_a_broker_that_lost_power_comes_back_with_what_it_had_confirmed(
    private_rabbit: RabbitServer,
) -> None:
    async with await aio_pika.connect(private_rabbit.url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("kept", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(
            aio_pika.Message(b"kept", delivery_mode=aio_pika.DeliveryMode.PERSISTENT), "kept"
        )
    private_rabbit.write_down_queues()
    private_rabbit.kill()
    with pytest.raises(aio_pika.exceptions.AMQPConnectionError):
        await aio_pika.connect(private_rabbit.url)
    private_rabbit.start()
    async with await aio_pika.connect(private_rabbit.url) as connection:
        queue = await (await connection.channel()).get_queue("kept")
        async with queue.iterator(timeout=30) as messages:
            received = await anext(messages)
            assert received.body == b"kept"
            await received.ack()


def test_a_server_ends_and_leaves_nothing_when_its_owner_is_killed() -> None:
    with subprocess.Popen(  # noqa: S603 - the command is our own
        [sys.executable, "-c", HOLDS_A_SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        directory = Path(owner.stdout.readline().strip())
        server = int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])
        owner.kill()
    _wait_until(lambda: not directory.exists() and not _is_alive(server))


def _wait_until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


def test_servers_that_cannot_be_had_are_named_in_two_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(install, "_PLACES", {"postgres": (), "rabbitmq-server": ()})
    with pytest.raises(install.ServersMissing) as missing:
        install.programs_of("postgres")
    assert len(str(missing.value).splitlines()) == 2
