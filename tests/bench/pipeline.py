"""Row 7: from POST to the other service's inbox, against a naive way of doing the same work."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import text

from deploy.processes import Job
from deploy.servers.private import free_port
from tests.bench.figures import Figure, alternate, at_least, compared
from tests.bench.heard import Heard, listening
from tests.bench.http_load import put_under_load
from tests.bench.modules import running_module
from tests.bench.place import Bench, Site, acquaint, answers, open_site, opened
from tests.bench.writing import CREATED, concerns

_WARM_UP = 32


class _Pipeline:
    """Two services, and the consumer at the end that tells what has arrived."""

    def __init__(self, site: Site, port: int, heard: Heard) -> None:
        self._site = site
        self._port = port
        self._heard = heard

    async def send(self, count: int) -> float:
        """Raise concerns; return how many a second were raised and applied on the other side."""
        before = len(self._heard.committed_at)
        started_at = time.monotonic()
        await put_under_load(self._port, concerns(self._site, count), CREATED)
        await self._heard.wait_for(before + count)
        await self._require_all_applied()
        return count / (max(self._heard.committed_at.values()) - started_at)

    async def _require_all_applied(self) -> None:
        url = self._site.exchange.databases["outcomes"]
        async with opened("outcomes", url) as database, database.engine.connect() as connection:
            cases = await connection.scalar(text("SELECT count(*) FROM known_cases"))
        if cases != len(self._heard.committed_at):
            raise RuntimeError(f"{cases} cases are known of {len(self._heard.committed_at)}")


@asynccontextmanager
async def _ours(bench: Bench) -> AsyncIterator[_Pipeline]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(bench))
        await acquaint(site)
        heard = await stack.enter_async_context(listening(site, "tests.bench.listener"))
        jobs = Job("serve", "intake"), Job("work", "intake")
        await stack.enter_async_context(site.running(*jobs))
        yield _Pipeline(site, site.exchange.ports["intake"], heard)


@asynccontextmanager
async def _naive(bench: Bench) -> AsyncIterator[_Pipeline]:
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(bench))
        heard = await stack.enter_async_context(listening(site, "tests.bench.naive.consumer"))
        port, settings = free_port(), site.settings("intake")
        for name, *arguments in (("api", str(port)), ("relay",)):
            module = running_module(f"tests.bench.naive.{name}", *arguments, settings=settings)
            await stack.enter_async_context(module)
        await answers(f"http://127.0.0.1:{port}/intake/openapi.json")
        yield _Pipeline(site, port, heard)


async def measure(bench: Bench) -> list[Figure]:
    count = bench.sizes.pipeline
    async with _ours(bench) as ours, _naive(bench) as naive:
        for pipeline in (ours, naive):
            await pipeline.send(_WARM_UP)
        pairs = await alternate(
            bench.sizes.repetitions, lambda: ours.send(count), lambda: naive.send(count)
        )
    return [compared(7, "POST to the other inbox / a naive way to do it", "/s", pairs, at_least(4))]
