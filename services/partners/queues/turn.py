"""Of several workers one fills and empties queues at a time, so that neither undoes the other."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from shared.transactions import Database

_LOCK = int.from_bytes(hashlib.sha256(b"alongside queues").digest()[:8], "big", signed=True)


@asynccontextmanager
async def turn(database: Database) -> AsyncIterator[bool]:
    """Tell whether it is this worker's turn, which lasts until the end of the block.

    The lock is the connection's: one that is lost frees it.
    """
    async with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            yield bool(await connection.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))
        else:
            yield True
