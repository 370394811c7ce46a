"""Row 5: from the commit of a fact to the commit of its handler in another process."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import UUID

from sqlalchemy import text

from deploy.processes import Job
from shared.messaging.notify import notify_after_commit
from shared.messaging.outbox import publish
from shared.transactions import Database
from tests.bench.events import concern_raised
from tests.bench.figures import Figure, percentile, under
from tests.bench.heard import Heard, listening
from tests.bench.place import Bench, acquaint, open_site, opened

PACES = (50, 200)
"""Events a second: an exchange of several councils on a busy day, and far beyond."""

_FIRST = 50


async def measure(bench: Bench) -> list[Figure]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(bench))
        await acquaint(site)
        url = site.exchange.databases["intake"]
        heard = await stack.enter_async_context(listening(site, "tests.bench.listener"))
        await stack.enter_async_context(site.running(Job("work", "intake")))
        database = await stack.enter_async_context(opened("intake", url))
        notify_after_commit(database)
        timing = _Timing(database, heard)
        await timing.events(_FIRST, PACES[0])
        return [
            figure
            for pace in PACES
            for figure in _figures(pace, await timing.events(bench.sizes.timed, pace))
        ]


def _figures(pace: int, latencies: Sequence[float]) -> list[Figure]:
    what = f"commit to handler committed elsewhere, {pace}/s"
    return [
        Figure(5, f"{what}: p50", "ms", percentile(latencies, 50), goal=under(5)),
        Figure(5, f"{what}: p99", "ms", percentile(latencies, 99), goal=under(20)),
    ]


class _Timing:
    """Commits events here and asks when they were applied there."""

    def __init__(self, database: Database, heard: Heard) -> None:
        self._database = database
        self._heard = heard

    async def events(self, count: int, per_second: int) -> list[float]:
        """Return how many milliseconds each of `count` events took."""
        before = len(self._heard.committed_at)
        committed_at = await _tell(self._database, count, per_second)
        await self._heard.wait_for(before + count)
        events = await _events_of_streams(self._database)
        return [
            (self._heard.committed_at[events[stream]] - instant) * 1000
            for stream, instant in committed_at.items()
        ]


async def _tell(database: Database, count: int, per_second: int) -> dict[str, float]:
    """Commit `count` events at an even pace; return when each of their streams did."""
    committed_at: dict[str, float] = {}

    async def commit() -> None:
        event = concern_raised()
        async with database.transaction() as session:
            publish(session, event)
        committed_at[event.stream] = time.monotonic()

    begun_at = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            due_at = begun_at + number / per_second
            await asyncio.sleep(due_at - asyncio.get_running_loop().time())
            group.create_task(commit())
    return committed_at


async def _events_of_streams(database: Database) -> dict[str, UUID]:
    async with database.engine.connect() as connection:
        rows = await connection.execute(text("SELECT stream, event_id FROM outbox"))
        return {row.stream: row.event_id for row in rows}
