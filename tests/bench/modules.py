"""Parts of the benchmark that run in processes of their own."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager


@asynccontextmanager
async def running_module(
    name: str, *arguments: str, settings: Mapping[str, str]
) -> AsyncIterator[Process]:
    """Run `python -m name` until the block ends; what it prints can be read."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        name,
        *arguments,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, **settings},
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.communicate()
