"""What an operator asks of the audit: is it as it was sealed, and what do the others vouch for."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.services import SERVICES, ServiceName
from shared.audit import anchors, verify

ResultT = TypeVar("ResultT")

audit_app = typer.Typer(
    no_args_is_help=True, help="The audit: verify it, and hold it against the others' seals."
)


def _read(service: ServiceName, question: Callable[[AsyncSession], Awaitable[ResultT]]) -> ResultT:
    """Ask one service's database."""

    async def ask() -> ResultT:
        database = SERVICES[service.value].open().database
        try:
            async with database.transaction() as session:
                return await question(session)
        finally:
            await database.dispose()

    return asyncio.run(ask())


@audit_app.command("verify")
def verify_audit(
    service: ServiceName,
    *,
    against: Annotated[
        list[Path] | None, typer.Option(help="What `audit anchors` printed of another service.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Recompute every entry, chain and seal; name each that is not as it was sealed.

    Exits with 1 if there is any. Hold it against the seals that the other services kept, too:
    whoever can rewrite one database whole can't rewrite those.
    """
    kept = [
        (int(anchor["number"]), str(anchor["digest"]))
        for path in against or ()
        for anchor in map(json.loads, path.read_text().splitlines())
        if anchor["source"] == service.value
    ]
    verified = _read(service, lambda session: verify.verify(session, kept))
    if as_json:
        typer.echo(json.dumps(asdict(verified)))
    else:
        for finding in verified.findings:
            typer.echo(f"{finding.where}: {finding.what}")
        typer.echo(
            f"{verified.entries} entries, {verified.chains} chains, {verified.seals} seals, "
            f"{verified.anchors} seals kept elsewhere: {len(verified.findings)} findings"
        )
    if verified.findings:
        raise typer.Exit(1)


@audit_app.command("anchors")
def list_kept_seals(
    service: ServiceName,
    of: Annotated[ServiceName, typer.Option(help="Whose seals this service kept.")],
) -> None:
    """Print the seals of another service that this one kept, one JSON object a line."""
    for number, digest in _read(service, lambda session: anchors.list_anchors(session, of.value)):
        typer.echo(json.dumps({"source": of.value, "number": number, "digest": digest}))
