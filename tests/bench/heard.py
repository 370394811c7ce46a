"""What a consumer in another process has committed, and when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from tests.bench.modules import running_module
from tests.bench.place import Site

_LONGEST_WAIT_SECONDS = 120


class Heard:
    """Instants by this machine's monotonic clock, by event."""

    def __init__(self) -> None:
        self.committed_at: dict[UUID, float] = {}
        self._more = asyncio.Condition()

    async def read(self, lines: asyncio.StreamReader) -> None:
        async for line in lines:
            event_id, instant = line.split()
            async with self._more:
                self.committed_at[UUID(event_id.decode())] = float(instant)
                self._more.notify_all()

    async def wait_for(self, count: int) -> None:
        """Wait until `count` events in all have been committed."""
        async with asyncio.timeout(_LONGEST_WAIT_SECONDS), self._more:
            await self._more.wait_for(lambda: len(self.committed_at) >= count)


@asynccontextmanager
async def listening(site: Site, module: str) -> AsyncIterator[Heard]:
    """Run a consumer of outcomes, which tells what it has committed, until the block ends."""
    heard = Heard()
    async with running_module(module, settings=site.settings("outcomes")) as process:
        if process.stdout is None:
            raise RuntimeError("the consumer can't be heard")
        reading = asyncio.create_task(heard.read(process.stdout))
        try:
            yield heard
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
