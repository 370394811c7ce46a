"""Call every cell, sweep for canaries, try every break; print one JSON line at the end."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from deploy.servers.postgres import running_postgres
from deploy.servers.rabbitmq import running_rabbitmq
from tests.matrix.breaks import BREAKS
from tests.matrix.cells import Tally, call_cells
from tests.matrix.mutants import try_all
from tests.matrix.place import Place, in_one_process, over_processes
from tests.matrix.pushes import queues, webhooks
from tests.matrix.sheet import cells
from tests.matrix.shutting import sweep_pushes
from tests.matrix.sweep import sweep, sweep_inside
from tests.matrix.telling import Channel, call_channels, feed_of

_SHOWN = 60


@dataclass(frozen=True)
class Part:
    """Which part of the matrix to run: what holds one of these texts, or all of it."""

    only: Sequence[str]

    def has(self, text: str) -> bool:
        return not self.only or any(one in text for one in self.only)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@asynccontextmanager
async def _place(*, embedded: bool) -> AsyncIterator[Place]:
    with TemporaryDirectory(prefix="alongside-matrix-") as folder:
        if embedded:
            async with in_one_process(Path(folder)) as place:
                yield place
            return
        with running_postgres() as postgres, running_rabbitmq() as rabbit, rabbit.vhost() as amqp:
            async with over_processes(Path(folder), postgres, amqp) as place:
                yield place


async def _channels(place: Place, part: Part, stack: AsyncExitStack) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    if part.has("feed |"):
        channels["feed"] = feed_of(place)
    if part.has("webhook |"):
        channels["webhook"], _ = await stack.enter_async_context(webhooks(place))
    if part.has("queue |") and place.has_queues:
        channels["queue"] = await queues(place)
    return channels


async def _hold(place: Place, part: Part) -> tuple[Tally, int]:
    """Call the cells wanted and sweep; return the tally and the bytes found."""
    tally, found = Tally(), 0
    async with AsyncExitStack() as stack:
        if channels := await _channels(place, part, stack):
            pair = await call_channels(place, channels, tally)
            _say(f"{', '.join(channels)}: {tally.cells} cells, {len(tally.mismatches)} mismatches")
            if part.has("canaries"):
                bytes_found = await sweep(place, pair) + await sweep_inside(place, place.logs())
                bytes_found += await sweep_pushes(place)
                for where, count in bytes_found.items():
                    _say(f"  {count} bytes: {where}")
                found = bytes_found.total()
    if wanted := [cell for cell in cells() if part.has(str(cell))]:
        await call_cells(place, wanted, tally)
        _say(f"with operations: {tally.cells} cells, {len(tally.mismatches)} mismatches")
    for line in tally.mismatches[:_SHOWN]:
        _say(f"  {line[:220]}")
    return tally, found


async def _run(*, embedded: bool, part: Part) -> int:
    async with _place(embedded=embedded) as place:
        tally, found = await _hold(place, part)
    counted: dict[str, int] = {
        "cells": tally.cells,
        "mismatches": len(tally.mismatches),
        "canary_bytes": found,
    }
    caught = tried = 0
    if not part.only:
        outcomes = await try_all(BREAKS)
        tried, caught = len(outcomes), sum(outcome.is_caught for outcome in outcomes)
        for outcome in outcomes:
            word = f"caught, {outcome.mismatches} cells" if outcome.is_caught else "NOT CAUGHT"
            _say(f"{word}: {outcome.mutant.name} {outcome.trouble}")
        counted |= {"mutants": tried, "mutants_caught": caught}
    _say(json.dumps(counted))
    return 1 if tally.mismatches or found or caught < tried else 0


def main() -> int:
    """Read which part is wanted, and where."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=__doc__)
    parser.add_argument("--embedded", action="store_true", help="in one process, on SQLite")
    parser.add_argument("--only", nargs="+", default=[], metavar="TEXT", help="cells that hold it")
    parser.add_argument("--breaks", action="store_true", help="only try the breaks")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if asked.breaks:
        return asyncio.run(_only_breaks())
    return asyncio.run(_run(embedded=asked.embedded, part=Part(asked.only)))


async def _only_breaks() -> int:
    outcomes = await try_all(BREAKS)
    for outcome in outcomes:
        _say(f"{outcome.mismatches:5} {outcome.mutant.name} {outcome.trouble}")
    return 0 if all(outcome.is_caught for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
