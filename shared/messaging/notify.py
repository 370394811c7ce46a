"""Waking the relay in another process: one NOTIFY for all that committed lately.

It is sent after the commit and never inside a write's own transaction, where it would cost a
fifth of the write throughput; a slow poll stands behind it, so that a lost one costs seconds.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import text

from shared.transactions import Database

log = structlog.get_logger(__name__)

CHANNEL = "alongside_outbox"
_SECONDS_TOGETHER = 0.002


class Notifier:
    """Tells the relay, wherever it runs, that events have committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._task: asyncio.Task[None] | None = None
        self._is_wanted = False

    def __call__(self) -> None:
        """Notify soon; calls that come meanwhile are told together."""
        self._is_wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._notify())

    async def _notify(self) -> None:
        while self._is_wanted:
            await asyncio.sleep(_SECONDS_TOGETHER)
            self._is_wanted = False
            try:
                async with self._database.engine.begin() as connection:
                    await connection.execute(text(f"NOTIFY {CHANNEL}"))
            except Exception as error:  # noqa: BLE001 - the poll behind it will do
                log.warning("relay_not_notified", reason=type(error).__name__)
                return


def notify_after_commit(database: Database) -> None:
    """Let every commit that published something wake the relay in the worker's process."""
    database.on_published = Notifier(database)


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Call `wake` at every notification until the connection ends or the task is cancelled."""
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        ended = asyncio.Event()

        def woken(*_details: object) -> None:
            wake()

        def closed(*_details: object) -> None:
            ended.set()

        await driver.add_listener(CHANNEL, woken)
        driver.add_termination_listener(closed)
        try:
            wake()
            await ended.wait()
        finally:
            await connection.invalidate()
