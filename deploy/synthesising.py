"""`alongside synthesise`: a made-up area, with the truth behind its figures."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.counting import all_services
from shared.errors import DomainError

if TYPE_CHECKING:
    from deploy.synthesis.area import Plan
    from deploy.synthesis.truth import Truth


def synthesise(
    enquiries: Annotated[int, typer.Option(min=1, help="How many enquiries.")] = 240,
    agencies: Annotated[int, typer.Option(min=2, max=200, help="How many agencies.")] = 8,
    years: Annotated[int, typer.Option(min=1, max=20, help="Over how many years.")] = 2,
    seed: Annotated[int, typer.Option(min=1, help="The same seed makes the same area.")] = 1,
    folder: Annotated[
        Path | None, typer.Option(help="A demo's folder; else what the environment names.")
    ] = None,
    truth: Annotated[Path | None, typer.Option(help="Where to write what was true.")] = None,
    until: Annotated[
        datetime | None, typer.Option(help="Its last day; today.", formats=["%Y-%m-%d"])
    ] = None,
    *,
    beside_real_cases: Annotated[
        bool, typer.Option(help="Also where this exchange holds real cases.")
    ] = False,
) -> None:
    """Make up an area: agencies, cases and what came of them, with the truth behind the figures.

    It goes straight into the event logs and is counted from there; nothing is sent to anybody.
    Every case is marked as synthetic, and is made of codes alone. Ends with one JSON line.
    """
    from deploy.synthesis.area import Plan

    last = (until or datetime.now(UTC)).date()
    plan = Plan(enquiries=enquiries, agencies=agencies, years=years, seed=seed, until=last)
    try:
        made, true = asyncio.run(_make(plan, folder, beside_real_cases=beside_real_cases))
    except DomainError as error:
        typer.echo(error.detail or error.title, err=True)
        raise typer.Exit(1) from None
    if truth is not None:
        truth.write_text(json.dumps(true.as_json(), indent=2) + "\n")
    typer.echo(json.dumps(made))


async def _make(
    plan: "Plan", folder: Path | None, *, beside_real_cases: bool
) -> tuple[dict[str, Any], "Truth"]:
    from deploy.synthesis.making import make

    async with all_services(folder) as services:
        databases = {name: service.database for name, service in services.items()}
        return await make(databases, plan, beside_real_cases=beside_real_cases)
