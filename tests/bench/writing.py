"""Row 1: a concern raised over HTTP with everything on, against its rows by bare asyncpg."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

import asyncpg

from deploy.processes import Job
from tests.bench.figures import Figure, alternate, at_least, compared, percentile, under
from tests.bench.http_load import AT_ONCE, Load, post, put_under_load
from tests.bench.place import Bench, Site, driver_url, open_site
from tests.bench.written_rows import Insert, insert, rows_of_newest_request, written_anew
from tests.services.intake.bodies import concern
from tests.support.agencies import TRUST

PATH = "/intake/v1/concerns"
CREATED = 201


def concerns(site: Site, count: int) -> list[bytes]:
    """Return requests that each raise a concern."""
    body, token = json.dumps(concern()).encode(), site.token(TRUST)
    return [post(PATH, token, body) for _ in range(count)]


async def measure(bench: Bench) -> list[Figure]:
    count = bench.sizes.requests
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(bench))
        await stack.enter_async_context(site.running(Job("serve", "intake")))
        url = driver_url(site.exchange.databases["intake"])
        connections = [await asyncpg.connect(url) for _ in range(AT_ONCE)]
        for connection in connections:
            stack.push_async_callback(connection.close)
        port = site.exchange.ports["intake"]
        await put_under_load(port, concerns(site, count), CREATED)
        rows = await rows_of_newest_request(connections[0])
        pairs = await alternate(
            bench.sizes.repetitions,
            lambda: put_under_load(port, concerns(site, count), CREATED),
            lambda: _insert_all(connections, [written_anew(rows) for _ in range(count)]),
        )
    what = f"concern over HTTP / its {len(rows)} rows by asyncpg, 16 at once"
    rates = [(ours.per_second, floor.per_second) for ours, floor in pairs]
    slowest = [(ours.p99_ms, floor.p99_ms) for ours, floor in pairs]
    return [
        compared(1, what, "/s", rates, at_least(0.5)),
        compared(1, "the same: p99", "ms", slowest, under(4)),
    ]


async def _insert_all(
    connections: Sequence[asyncpg.Connection], transactions: Sequence[Sequence[Insert]]
) -> Load:
    waiting = iter(transactions)
    latencies: list[float] = []
    started_at = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection in connections:
            group.create_task(_insert_in_turn(connection, waiting, latencies))
    seconds = time.perf_counter() - started_at
    return Load(len(latencies) / seconds, percentile(latencies, 99) * 1000)


async def _insert_in_turn(
    connection: asyncpg.Connection, waiting: Iterator[Sequence[Insert]], latencies: list[float]
) -> None:
    for inserts in waiting:
        begun_at = time.perf_counter()
        await insert(connection, inserts)
        latencies.append(time.perf_counter() - begun_at)
