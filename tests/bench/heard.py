"""What the listener in the other process has committed, and when."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from shared.crypto import Cipher
from tests.bench.place import Site

_LONGEST_WAIT_SECONDS = 60


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
async def listening(site: Site, service: str) -> AsyncIterator[Heard]:
    """Run the worker of a service, watched, until the block ends."""
    prefix = service.upper()
    settings = {
        f"{prefix}_DATABASE_URL": site.exchange.databases[service],
        f"{prefix}_BROKER_URL": site.amqp_url,
        f"{prefix}_ENCRYPTION_KEYS": Cipher.new_key_text(),
        f"{prefix}_ISSUER": "http://bench",
    }
    with (site.exchange.folder / "listener.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.listener",
            service,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**os.environ, **settings},
        )
    heard = Heard()
    if process.stdout is None:
        raise RuntimeError("the listener can't be heard")
    reading = asyncio.create_task(heard.read(process.stdout))
    try:
        yield heard
    finally:
        process.terminate()
        await process.wait()
        await reading
