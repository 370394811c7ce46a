"""Row 6: from the answer to a POST until an agency can read of it in its feed."""

import json
import time
from contextlib import AsyncExitStack
from urllib.parse import quote

from deploy.processes import Job
from tests.bench.figures import Figure, percentile, under
from tests.bench.http_load import Connection, get
from tests.bench.place import Bench, Site, open_site
from tests.bench.writing import CREATED, concerns
from tests.support.agencies import COUNCIL, SOCIAL_WORKER

_FIRST = 10
_JOBS = [Job(role, service) for service in ("intake", "partners") for role in ("serve", "work")]


class _Feed:
    """The feed of the agency that leads every case, read on from where it was left."""

    def __init__(self, site: Site, connection: Connection) -> None:
        self._token = site.token(COUNCIL, SOCIAL_WORKER)
        self._connection = connection
        self._place = ""

    async def wait_for_news(self) -> None:
        """Read again and again until something new is there."""
        while True:
            path = f"/partners/v1/feed{self._place}"
            page = json.loads(await self._connection.send(get(path, self._token), 200))
            self._place = f"?after={quote(page['next'])}"
            if page["items"]:
                return


async def measure(bench: Bench) -> list[Figure]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(bench))
        await stack.enter_async_context(site.running(*_JOBS))
        sending, reading = [
            await Connection.open(site.exchange.ports[service])
            for service in ("intake", "partners")
        ]
        for connection in (sending, reading):
            stack.push_async_callback(connection.close)
        feed = _Feed(site, reading)
        latencies = []
        for request in concerns(site, _FIRST + bench.sizes.timed // 2):
            await sending.send(request, CREATED)
            answered_at = time.perf_counter()
            await feed.wait_for_news()
            latencies.append((time.perf_counter() - answered_at) * 1000)
    del latencies[:_FIRST]
    what = "POST answered to event read in a feed"
    return [
        Figure(6, f"{what}: p50", "ms", percentile(latencies, 50), goal=under(20)),
        Figure(6, f"{what}: p99", "ms", percentile(latencies, 99), goal=under(60)),
    ]
