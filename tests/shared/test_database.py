"""Connections to PostgreSQL come from a pool, which must not hand out one that has ended."""

import asyncio
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine


async def _backend(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text("SELECT pg_backend_pid()")) or 0)


async def test_a_connection_that_the_server_closed_while_it_was_idle_is_replaced(
    postgres_url: str,
) -> None:
    engine, other = create_engine(postgres_url, pool_size=1), create_engine(postgres_url)
    try:
        ended = asyncio.Event()
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_termination_listener(lambda _connection: ended.set())
        lost = await _backend(engine)
        async with other.connect() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": lost})
        async with asyncio.timeout(10):
            await ended.wait()
        assert await _backend(engine) not in {0, lost}
    finally:
        await engine.dispose()
        await other.dispose()


async def test_an_idle_connection_is_used_again(postgres_url: str) -> None:
    engine = create_engine(postgres_url, pool_size=1)
    try:
        assert await _backend(engine) == await _backend(engine)
    finally:
        await engine.dispose()
