"""The relay: takes what is true but not told yet from the outbox, and tells it.

One relay a service is active: the advisory lock lives and dies with the very connection that
marks, so that one which lost its lock can't mark, and what it still sends is dropped as known.
Rows are found by what is unpublished, never by "newer than": a late commit is not skipped. What
did not arrive stops its own stream, and no other.
"""

import hashlib
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.failpoints import AFTER_PUBLISH, BEFORE_PUBLISH, failpoint
from shared.messaging.broker import Broker, Message
from shared.messaging.outbox import outbox
from shared.transactions import Database

BATCH = 500
MOST_STOPPED = 5000
SECONDS_A_BATCH = 5.0
_IDLE_MILLISECONDS = 30_000

OutboxRow = Row[Any, Any, Any, Any, Any]

_UNPUBLISHED = (
    select(outbox.c.position, outbox.c.event_id, outbox.c.stream, outbox.c.type, outbox.c.envelope)
    .where(
        outbox.c.published_at.is_(None),
        outbox.c.stream.not_in(bindparam("stopped", expanding=True)),
    )
    .order_by(outbox.c.position)
    .limit(BATCH)
)
_MARK = (
    update(outbox)
    .where(outbox.c.position.in_(bindparam("positions", expanding=True)))
    .values(published_at=bindparam("marked_at", type_=outbox.c.published_at.type))
)


class Relay:
    """Publishes one service's outbox, a batch a step."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._connection: AsyncConnection | None = None
        self._stopped: set[str] = set()

    async def step(self) -> int:
        """Publish a batch; return how many events were published, 0 also while on standby."""
        try:
            connection = await self._lock()
            if connection is None:
                return 0
            rows = await self._claim(connection)
            return await self._publish(connection, rows) if rows else 0
        except BaseException:
            await self.release()
            raise

    async def release(self) -> None:
        """Let go of the connection, and with it of the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def _lock(self) -> AsyncConnection | None:
        """Return the connection that holds the lock, or None where another relay holds it.

        A holder that stands still for long enough loses its connection to the server's own
        clock, and the lock with it, so that a standby can take over.
        """
        if self._connection is not None:
            return self._connection
        connection = self._connection = await self._database.engine.connect()
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            number = _lock_number(self._database.service)
            has_lock = await connection.scalar(select(func.pg_try_advisory_lock(number)))
            if has_lock:
                idle = ("idle_session_timeout", str(_IDLE_MILLISECONDS), False)
                await connection.execute(select(func.set_config(*idle)))
            else:
                self._connection = None
                await connection.close()
        return self._connection

    async def _claim(self, connection: AsyncConnection) -> Sequence[OutboxRow]:
        """Return a batch of unpublished rows; what was stopped is tried again after the others."""
        stopped = self._stopped
        rows = (await connection.execute(_UNPUBLISHED, {"stopped": sorted(stopped)})).all()
        await connection.commit()
        if len(rows) < BATCH or len(stopped) > MOST_STOPPED:
            self._stopped = set()
        return rows

    async def _publish(self, connection: AsyncConnection, rows: Sequence[OutboxRow]) -> int:
        """Publish and mark; a stream's next event is sent once the one before it has arrived."""
        arrived: list[int] = []
        waiting = _by_stream(rows)
        until = time.monotonic() + SECONDS_A_BATCH
        failpoint(BEFORE_PUBLISH)
        try:
            while waiting and time.monotonic() < until:
                firsts = [stream.popleft() for stream in waiting.values()]
                are_out = await self._broker.publish(_messages(firsts))
                for row, is_out in zip(firsts, are_out, strict=True):
                    if is_out:
                        arrived.append(row.position)
                    else:
                        self._stopped.add(row.stream)
                    if not is_out or not waiting[row.stream]:
                        del waiting[row.stream]
        finally:
            if arrived:
                failpoint(AFTER_PUBLISH)
                await self._mark(connection, arrived)
        return len(arrived)

    async def _mark(self, connection: AsyncConnection, positions: Sequence[int]) -> None:
        marked = {"positions": positions, "marked_at": self._database.clock()}
        await connection.execute(_MARK, marked)
        await connection.commit()


def _by_stream(rows: Sequence[OutboxRow]) -> dict[str, deque[OutboxRow]]:
    streams: dict[str, deque[OutboxRow]] = {}
    for row in rows:
        streams.setdefault(row.stream, deque()).append(row)
    return streams


def _messages(rows: Sequence[OutboxRow]) -> list[Message]:
    return [Message(row.event_id, row.type, row.envelope) for row in rows]


def _lock_number(service: str) -> int:
    """Return the number of the service's advisory lock (PostgreSQL's are signed 64-bit)."""
    digest = hashlib.sha256(f"alongside relay {service}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
