"""The relay: takes what is true but not told yet from the outbox, and tells it.

One relay a service is active: the advisory lock lives and dies with the very connection that
marks, so that one which lost its lock can't mark, and what it still sends is dropped as known.
Rows are found by what is unpublished, never by "newer than": a late commit is not skipped.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.failpoints import AFTER_PUBLISH, BEFORE_PUBLISH, failpoint
from shared.messaging.broker import Broker, Message
from shared.messaging.outbox import outbox
from shared.transactions import Database

BATCH = 500

_UNPUBLISHED = (
    select(outbox.c.position, outbox.c.event_id, outbox.c.type, outbox.c.envelope)
    .where(outbox.c.published_at.is_(None))
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

    async def step(self) -> int:
        """Publish a batch; return how many events were published, 0 also while on standby."""
        connection = await self._lock()
        if connection is None:
            return 0
        try:
            return await self._publish_batch(connection)
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
        if self._connection is not None:
            return self._connection
        connection = await self._database.engine.connect()
        if connection.dialect.name == "postgresql":
            has_lock = await connection.scalar(
                select(func.pg_try_advisory_lock(_lock_number(self._database.service)))
            )
            await connection.commit()
            if not has_lock:
                await connection.close()
                return None
        self._connection = connection
        return connection

    async def _publish_batch(self, connection: AsyncConnection) -> int:
        rows = (await connection.execute(_UNPUBLISHED)).all()
        await connection.commit()
        if not rows:
            return 0
        failpoint(BEFORE_PUBLISH)
        published = await self._broker.publish(_messages(rows))
        failpoint(AFTER_PUBLISH)
        positions = [row.position for row, is_out in zip(rows, published, strict=True) if is_out]
        if positions:
            marked = {"positions": positions, "marked_at": self._database.clock()}
            await connection.execute(_MARK, marked)
            await connection.commit()
        return len(positions)


def _messages(rows: Sequence[Row[Any, Any, Any, Any]]) -> list[Message]:
    return [Message(row.event_id, row.type, row.envelope) for row in rows]


def _lock_number(service: str) -> int:
    """Return the number of the service's advisory lock (PostgreSQL's are signed 64-bit)."""
    digest = hashlib.sha256(f"alongside relay {service}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
