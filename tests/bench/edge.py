"""Row 2: what our HTTP edge costs, on a route that does nothing else."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.servers.private import free_port
from tests.bench.echo import DESCRIPTION, PATH
from tests.bench.figures import Figure, alternate, at_least, compared
from tests.bench.http_load import post, put_under_load
from tests.bench.modules import running_module
from tests.bench.place import Bench, answers

_BODY = json.dumps({"words": "I want my daughter to visit again. " * 20, "count": 7}).encode()


async def measure(bench: Bench) -> list[Figure]:
    request = post(PATH, "none", _BODY)
    requests = [request] * bench.sizes.echoes
    async with _answering("ours") as our_port, _answering("bare") as bare_port:

        async def echo(port: int) -> float:
            return (await put_under_load(port, requests, 200)).per_second

        await echo(our_port)
        await echo(bare_port)
        pairs = await alternate(
            bench.sizes.repetitions, lambda: echo(our_port), lambda: echo(bare_port)
        )
    return [compared(2, "echo behind our edge / on bare FastAPI", "/s", pairs, at_least(0.85))]


@asynccontextmanager
async def _answering(app: str) -> AsyncIterator[int]:
    port = free_port()
    async with running_module("tests.bench.echo", app, str(port), settings={}):
        await answers(f"http://127.0.0.1:{port}{DESCRIPTION}")
        yield port
