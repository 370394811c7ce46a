"""SQLite by our engine loses no update; by its driver's defaults it does, without a word."""

import asyncio
from pathlib import Path

from sqlalchemy import Column, Integer, Table, insert, select, update

from shared.database import create_engine, new_metadata
from tests.support.desk import sqlite_url

metadata = new_metadata()
counters = Table("counters", metadata, Column("count", Integer, nullable=False))


async def test_twenty_that_read_and_then_write_at_once_lose_nothing(tmp_path: Path) -> None:
    engine = create_engine(sqlite_url(tmp_path, "counters"))

    async def count_one() -> None:
        async with engine.begin() as connection:
            seen = (await connection.execute(select(counters.c.count))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(update(counters).values(count=seen + 1))

    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
            await connection.execute(insert(counters), {"count": 0})
        await asyncio.gather(*(count_one() for _ in range(20)))
        async with engine.connect() as connection:
            assert await connection.scalar(select(counters.c.count)) == 20
    finally:
        await engine.dispose()
