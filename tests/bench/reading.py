"""Row 14: the feed read in pages of 500 over HTTP, against the same rows read by asyncpg."""

import json
import time
from contextlib import AsyncExitStack
from urllib.parse import quote

import asyncpg

from deploy.processes import Job
from tests.bench.figures import Figure, alternate, compared
from tests.bench.http_load import Connection, get
from tests.bench.place import Bench, driver_url, open_site, opened
from tests.bench.told import begin_case, tell
from tests.support.agencies import TRUST
from tests.support.agreements import agree_with_everyone

_PAGE = 500
_CASES = 20
_FEED = f"/partners/v1/feed?limit={_PAGE}"
_ROWS = (
    "SELECT sequence, event_id, case_id, type, occurred_at, data, received_at FROM deliveries "
    "WHERE agency_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3"
)


class _Feed:
    """The trust's feed, read to its end page by page, each page confirming the one before."""

    def __init__(self, connection: Connection, token: str) -> None:
        self._connection = connection
        self._token = token
        self._end = ""

    async def read_new(self, count: int) -> float:
        """Read on from where it was left; return how many events a second."""
        return await self._read(self._end, count)

    async def read_again(self, count: int) -> float:
        """Read from the beginning; return how many events a second."""
        return await self._read("", count)

    async def _read(self, place: str, count: int) -> float:
        read = 0
        started_at = time.perf_counter()
        while read < count:
            request = get(f"{_FEED}{place}", self._token)
            page = json.loads(await self._connection.send(request, 200))
            read += len(page["items"])
            place = f"&after={quote(page['next'])}"
        self._end = place
        return read / (time.perf_counter() - started_at)


async def measure(bench: Bench) -> list[Figure]:
    count, repetitions = bench.sizes.events, bench.sizes.repetitions
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        site = await enter(open_site(bench))
        url = site.exchange.databases["partners"]
        database = await enter(opened("partners", url))
        async with database.transaction() as session:
            agree_with_everyone(session)
        cases = [await begin_case(database) for _ in range(_CASES)]
        await enter(site.running(Job("serve", "partners")))
        connection = await Connection.open(site.exchange.ports["partners"])
        stack.push_async_callback(connection.close)
        floor = await asyncpg.connect(driver_url(url))
        stack.push_async_callback(floor.close)
        feed = _Feed(connection, site.token(TRUST))
        told = 0

        async def read_new() -> float:
            nonlocal told
            await tell(database, [cases[number % _CASES] for number in range(count)])
            told += count
            return await feed.read_new(count)

        await read_new()
        to_new = await alternate(repetitions, read_new, lambda: _read_rows(floor))
        to_old = await alternate(
            repetitions, lambda: feed.read_again(told), lambda: _read_rows(floor)
        )
    what = f"feed in pages of {_PAGE}"
    return [
        compared(14, f"{what}: new events / rows by asyncpg", "/s", to_new),
        compared(14, f"{what}: read again / rows by asyncpg", "/s", to_old),
    ]


async def _read_rows(connection: asyncpg.Connection) -> float:
    """Read the whole log in pages as long; return how many rows a second."""
    read = last = 0
    started_at = time.perf_counter()
    while rows := await connection.fetch(_ROWS, TRUST.id, last, _PAGE):
        read += len(rows)
        last = rows[-1]["sequence"]
    return read / (time.perf_counter() - started_at)
