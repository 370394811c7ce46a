"""Run every row, or those named; print each figure as it is known, and all as one JSON line."""

import argparse
import logging
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from tempfile import TemporaryDirectory

import structlog
import uvloop

from deploy.servers.postgres import running_postgres
from deploy.servers.rabbitmq import running_rabbitmq
from tests.bench import (
    consuming,
    edge,
    fanning_out,
    footprint,
    handling,
    pipeline,
    queueing,
    reading,
    relaying,
    telling,
    webhooking,
    writing,
)
from tests.bench.figures import Figure, header, summary
from tests.bench.place import Bench
from tests.bench.sizes import QUICK, Sizes

Row = Callable[[Bench], Awaitable[list[Figure]]]

ROWS: dict[int, Row] = {
    1: writing.measure,
    2: edge.measure,
    3: relaying.measure,
    4: consuming.measure,
    5: handling.measure,
    6: telling.measure,
    7: pipeline.measure,
    8: fanning_out.measure,
    11: footprint.measure,
    12: queueing.measure,
    13: webhooking.measure,
    14: reading.measure,
}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


async def _measure(rows: list[int], sizes: Sizes) -> None:
    machine = _machine()
    _say(", ".join(f"{name} {value}" for name, value in machine.items()))
    _say(header())
    figures: list[Figure] = []
    with running_postgres() as postgres, running_rabbitmq() as rabbit:
        bench = Bench(sizes, postgres, rabbit)
        for row in rows:
            for figure in await ROWS[row](bench):
                figures.append(figure)
                _say(figure.as_line())
    _say(summary(figures, machine))


def _row(number: str) -> int:
    if not number.isdecimal() or int(number) not in ROWS:
        raise argparse.ArgumentTypeError(f"there are rows {', '.join(map(str, ROWS))}")
    return int(number)


def main() -> None:
    """Read which rows are wanted, and how thoroughly."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", type=_row, help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="only see that everything works")
    parser.add_argument("--history", type=int, help="published events the relay looks past")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sizes = QUICK if asked.quick else Sizes()
    if asked.history:
        sizes = replace(sizes, history=asked.history)
    with TemporaryDirectory(prefix="alongside-bench-") as folder:
        # Modules are compiled once, as where they are installed, and not at each start.
        os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        uvloop.run(_measure(asked.rows or list(ROWS), sizes))


if __name__ == "__main__":
    main()
