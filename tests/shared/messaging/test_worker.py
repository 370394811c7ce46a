"""The worker as it runs: woken by commits, alive through outages, ended when told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import select

from shared.events.partners import AgencySuspended
from shared.messaging.heartbeats import heartbeats
from shared.messaging.memory import MemoryBroker
from shared.messaging.worker import Worker
from shared.transactions import Database
from tests.shared.messaging.services import Service


@asynccontextmanager
async def _running(worker: Worker) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await task


async def _until(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(20):
        while not await condition():
            await asyncio.sleep(0.02)


async def test_a_running_worker_publishes_what_commits_and_gives_signs_of_life(
    service: Service,
) -> None:
    service.work(MemoryBroker())

    async def all_is_out() -> bool:
        return not await service.unpublished()

    async def has_beaten() -> bool:
        async with service.database.engine.connect() as connection:
            return bool((await connection.execute(select(heartbeats.c.is_well))).scalars().all())

    async with _running(service.worker):
        await _until(has_beaten)
        await service.publish(AgencySuspended(agency_id=uuid4()))
        await _until(all_is_out)


async def test_a_step_that_fails_stops_neither_itself_nor_the_others(service: Service) -> None:
    tried = 0

    async def fail(_database: Database) -> bool:
        nonlocal tried
        tried += 1
        raise ConnectionRefusedError

    async def has_tried_again_and_all_is_out() -> bool:
        return tried > 1 and not await service.unpublished()

    worker = Worker(service.database, MemoryBroker(), service.consumer, steps=(fail,))
    async with _running(worker):
        await service.publish(AgencySuspended(agency_id=uuid4()))
        await _until(has_tried_again_and_all_is_out)
