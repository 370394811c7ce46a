"""Row 11: how much memory the processes hold when nothing happens, and how soon they answer.

The first start of each compiles its modules and is not counted.
"""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from deploy.processes import Job
from deploy.servers.private import free_port
from tests.bench.figures import Figure, under
from tests.bench.place import Bench, Site, answers, open_site

_TOLD = "stays up"


async def measure(bench: Bench) -> list[Figure]:
    async with open_site(bench) as site:
        _, *apis = [await _api(site) for _ in range(1 + bench.sizes.starts)]
    _, *demos = [await _demo() for _ in range(1 + bench.sizes.starts)]
    return [
        Figure(11, "one api at rest", "MiB", median(one[0] for one in apis), goal=under(130)),
        Figure(11, "one api ready after", "s", median(one[1] for one in apis), goal=under(2)),
        Figure(11, "the demo at rest", "MiB", median(one[0] for one in demos), goal=under(260)),
        Figure(11, "the demo ready after", "s", median(one[1] for one in demos), goal=under(2)),
    ]


async def _api(site: Site) -> tuple[float, float]:
    """Return the resident memory of intake's api, and how long it took to be ready."""
    job = Job("serve", "intake")
    started_at = time.perf_counter()
    async with site.running(job):
        seconds = time.perf_counter() - started_at
        return await _resident_mebibytes(site.exchange.running[job].pid), seconds


async def _demo() -> tuple[float, float]:
    """Return the same of the exchange in one process, at rest once its story is told."""
    port = free_port()
    with TemporaryDirectory(prefix="alongside-bench-") as folder:
        command = ("-m", "deploy.cli", "demo", "--port", str(port), "--folder", str(Path(folder)))
        started_at = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            await answers(f"http://127.0.0.1:{port}/partners/readyz")
            seconds = time.perf_counter() - started_at
            while process.stdout and _TOLD not in (await process.stdout.readline()).decode():
                pass
            return await _resident_mebibytes(process.pid), seconds
        finally:
            process.terminate()
            await process.wait()


async def _resident_mebibytes(pid: int) -> float:
    asked = await asyncio.create_subprocess_exec(
        "ps", "-o", "rss=", "-p", str(pid), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asked.communicate()
    return int(told) / 1024
