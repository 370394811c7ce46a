"""What an operator asks of statistics: build the facts anew from what the services published."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from deploy.services import SERVICES, Opened

if TYPE_CHECKING:
    from services.outcomes.statistics.rebuilding import Rebuilt

statistics_app = typer.Typer(
    no_args_is_help=True, help="What is counted: build it anew from the event logs."
)

_SECONDS_BETWEEN_LINES = 10


@statistics_app.callback()
def statistics() -> None:
    """Keep `rebuild` a command of its own, although it is the only one so far."""


@asynccontextmanager
async def all_services(folder: Path | None) -> AsyncIterator[dict[str, Opened]]:
    """Open all three databases: of a demo kept in `folder`, or those that the environment names."""
    if folder is None:
        opened = [service.open() for service in SERVICES.values()]
    else:
        from deploy.embedded import open_services

        opened = open_services(folder, "http://127.0.0.1")
    try:
        yield {service.name: service for service in opened}
    finally:
        for service in opened:
            await service.database.dispose()


@statistics_app.command("rebuild")
def rebuild_facts(
    folder: Annotated[
        Path | None, typer.Option(help="A demo's folder; else what the environment names.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Build the facts anew, case by case, while the exchange goes on; say what differed.

    It reads the event logs of all three services and writes to the database of outcomes alone.
    Where facts differed from the logs, they are mended, and it exits with 0 all the same.
    """
    rebuilt, seconds = asyncio.run(_rebuild(folder))
    digests = {"before": rebuilt.before.hexdigest(), "after": rebuilt.after.hexdigest()}
    if as_json:
        counts = {
            name: getattr(rebuilt, name)
            for name in ("streams", "events", "rows", "differed", "passed_over")
        }
        typer.echo(json.dumps(counts | digests | {"seconds": round(seconds, 1)}))
        return
    typer.echo(_counted(rebuilt, seconds))
    typer.echo(f"facts before {digests['before']}\nfacts after  {digests['after']}")


async def _rebuild(folder: Path | None) -> tuple["Rebuilt", float]:
    from services.outcomes.statistics.rebuilding import Rebuilt, rebuild

    console = Console(stderr=True)
    started = said = time.monotonic()
    so_far = Rebuilt()
    async with all_services(folder) as services:
        databases = {name: service.database for name, service in services.items()}
        async for so_far in rebuild(databases):
            now = time.monotonic()
            if now - said > _SECONDS_BETWEEN_LINES:
                console.print(_counted(so_far, now - started), highlight=False)
                said = now
    return so_far, time.monotonic() - started


def _counted(so_far: "Rebuilt", seconds: float) -> str:
    return (
        f"{so_far.streams:,} cases and agencies, {so_far.events:,} events, {so_far.rows:,} facts, "
        f"{so_far.events / max(seconds, 0.001):,.0f} events/s: {so_far.differed:,} differed, "
        f"{so_far.passed_over:,} events passed over"
    )
