"""What an operator does from the command line: quarantined events and epochs."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from deploy.services import SERVICES, ServiceName
from shared.errors import DomainError
from shared.messaging import quarantine
from shared.messaging.outbox import raise_epoch
from shared.messaging.receiving import Receiver
from shared.transactions import Database

ResultT = TypeVar("ResultT")

quarantine_app = typer.Typer(
    no_args_is_help=True, help="Events that could not be applied: look, replay, discard."
)


@asynccontextmanager
async def _opened(service: str) -> AsyncIterator[tuple[Database, Receiver]]:
    """Open a service's database and its inbox; nothing is run, no broker is needed."""
    database = SERVICES[service].open().database
    try:
        yield database, Receiver(database, SERVICES[service].consumer)
    finally:
        await database.dispose()


def _run(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run to the end; a broken rule is said in a line, with an exit code of 1."""
    try:
        return asyncio.run(work)
    except DomainError as error:
        typer.echo(error.detail or error.title, err=True)
        raise typer.Exit(1) from None


@quarantine_app.command("list")
def list_quarantined(
    service: ServiceName,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what is in quarantine: what kind, why, since when; never what it says."""

    async def listed() -> list[quarantine.QuarantinedEvent]:
        async with _opened(service.value) as (database, _):
            return await quarantine.list_quarantined(database)

    events = _run(listed())
    for event in events:
        if as_json:
            typer.echo(json.dumps(asdict(event), default=str))
        else:
            typer.echo(
                f"{event.event_id}  {event.type}  {event.stream}  {event.reason}  "
                f"{event.attempts} attempts  since {event.received_at:%Y-%m-%d %H:%M:%S} UTC"
            )
    if not events and not as_json:
        typer.echo("Nothing is in quarantine.")


@quarantine_app.command()
def replay(service: ServiceName, event_id: UUID) -> None:
    """Try an event again, and what is held behind it."""

    async def replayed() -> bool:
        async with _opened(service.value) as (database, receiver):
            return await quarantine.replay(database, receiver, event_id)

    if not _run(replayed()):
        typer.echo("It failed again, and waits or is back in quarantine.", err=True)
        raise typer.Exit(1)
    typer.echo("Applied.")


@quarantine_app.command()
def discard(
    service: ServiceName,
    event_id: UUID,
    reason: Annotated[str, typer.Option(help="Why it may be given up; kept beside it.")],
) -> None:
    """Give an event up; what is held behind it goes on."""

    async def discarded() -> None:
        async with _opened(service.value) as (database, receiver):
            await quarantine.discard(database, receiver, event_id, reason)

    _run(discarded())
    typer.echo("Discarded.")


async def raise_epoch_of(service: str) -> int:
    """Begin a new generation of a service's events and return its number."""
    async with _opened(service) as (database, _), database.transaction() as session:
        return await raise_epoch(session)
