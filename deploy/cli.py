"""The command line: run the exchange, look after it, and try it.

A command imports what it needs when it runs, so that a process loads no more than its part.
"""

import asyncio
import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.auditing import audit_app
from deploy.counting import statistics_app
from deploy.evaluating import evaluate_app
from deploy.onboarding import HERE, KEY_OF_THE_DEMO, AsJson, Key, Url, agencies_app
from deploy.operating import quarantine_app, raise_epoch_of
from deploy.running import migrate_all, serve_api, work_until_stopped
from deploy.services import SERVICES, ServiceName
from deploy.synthesising import synthesise

if TYPE_CHECKING:
    from deploy.playing import Play

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Alongside: an exchange for adult safeguarding.",
)
app.add_typer(agencies_app, name="agencies")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(audit_app, name="audit")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(statistics_app, name="statistics")
app.command()(synthesise)


class Where(StrEnum):
    """Which exchange the story is played on."""

    EMBEDDED = "embedded"
    SERVERS = "servers"
    COMPOSE = "compose"


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="8000, or a free one if that is taken.")] = None,
    folder: Annotated[Path, typer.Option(help="Where it is kept.")] = Path("var/demo"),
    *,
    fresh: Annotated[bool, typer.Option(help="Start from nothing.")] = False,
) -> None:
    """Run everything in this process, play the story, and stay up."""
    from deploy import playing

    asyncio.run(playing.demo(folder, port, fresh=fresh))


OnWhich = Annotated[Where, typer.Option(help="Which exchange.")]
AtUrl = Annotated[str, typer.Option(help="Where compose answers.")]
OperatorKey = Annotated[Path, typer.Option(help="The operator's key.")]
AgencyKeys = Annotated[Path, typer.Option(help="Where the agencies' keys are kept.")]


@app.command()
def story(
    on: OnWhich = Where.EMBEDDED,
    url: AtUrl = "http://127.0.0.1:8080",
    operator: OperatorKey = Path("secrets/operator.jwk"),
    keys: AgencyKeys = Path("var/story"),
) -> None:
    """Play the story to its end, check it, print the timeline."""
    from deploy.story.acts import play

    _play(play, on, url, operator, keys)


@app.command()
def stories(
    on: OnWhich = Where.EMBEDDED,
    url: AtUrl = "http://127.0.0.1:8080",
    operator: OperatorKey = Path("secrets/operator.jwk"),
    keys: AgencyKeys = Path("var/story"),
) -> None:
    """Play the four hard stories to their ends, check them, print their timelines."""
    from deploy.story.hard.playing import play_hard

    _play(play_hard, on, url, operator, keys)


def _play(played: "Play", on: Where, url: str, operator: Path, keys: Path) -> None:
    from deploy import playing
    from deploy.story.place import Place

    match on:
        case Where.EMBEDDED:
            asyncio.run(playing.play_embedded(played))
        case Where.SERVERS:
            asyncio.run(playing.play_on_servers(played))
        case Where.COMPOSE:
            key = json.loads(operator.read_text())
            asyncio.run(playing.play_at(Place.at(url, key, keys), played))


@app.command()
def token(
    agency: Annotated[str, typer.Argument(help="The name that its key is kept under.")],
    url: Annotated[str, typer.Option(help="Where the exchange answers.")] = "http://127.0.0.1:8000",
    keys: Annotated[Path, typer.Option(help="Where the agencies' keys are kept.")] = Path(
        "var/demo/agencies"
    ),
    practitioner: Annotated[str | None, typer.Option(help="Whom it acts for.")] = None,
    unit: Annotated[str | None, typer.Option(help="Their unit.")] = None,
    role: Annotated[str, typer.Option(help="Their role.")] = "practitioner",
) -> None:
    """Print an access token for an agency of the story, to try calls by hand with."""
    from deploy.story.cast import token_of
    from deploy.story.place import Place
    from deploy.story.tokens import Practitioner

    person = Practitioner(practitioner, unit, role) if practitioner else None
    typer.echo(asyncio.run(token_of(Place.at(url, {}, keys), agency, person)))


@app.command()
def serve(
    service: ServiceName,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.")] = 8000,
) -> None:
    """Answer HTTP for one service."""
    serve_api(service.value, host, port)


@app.command()
def work(service: ServiceName) -> None:
    """Carry one service's events: its relay, its consumer, its waiting room."""
    asyncio.run(work_until_stopped(service.value))


@app.command()
def migrate(
    service: Annotated[ServiceName | None, typer.Argument(help="One service, or all.")] = None,
) -> None:
    """Bring the databases to their newest migration."""
    asyncio.run(migrate_all([service.value] if service else list(SERVICES)))


@app.command("raise-epoch")
def raise_epoch(service: ServiceName) -> None:
    """Begin a new generation of a service's events; needed after its database was restored."""
    typer.echo(f"epoch {asyncio.run(raise_epoch_of(service.value))}")


@app.command("rotate-signing-key")
def rotate_signing_key(
    url: Url = HERE,
    operator: Key = KEY_OF_THE_DEMO,
    *,
    compromised: Annotated[
        bool, typer.Option(help="Nothing that the old key signed is believed from now on.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have a new key sign the exchange's tokens; what the old one signed stays good until then."""
    from deploy.registry import Registry

    body = {"compromised": compromised}
    made = Registry(url, operator).post("/partners/v1/signing-keys", body)
    typer.echo(
        json.dumps(made)
        if as_json
        else f"{made['kid']} signs from {made['signs_from']}; "
        f"the old key is believed until {made['old_believed_until']}"
    )


@app.command()
def sandbox(
    agency: Annotated[str, typer.Option(help="The made-up agency's id, or its name.")],
    cases: Annotated[int, typer.Option(help="How many new cases.", min=0, max=20)] = 1,
    minutes: Annotated[float, typer.Option(help="How long to wait for the agency.", min=0)] = 10,
    url: Url = HERE,
    operator: Key = KEY_OF_THE_DEMO,
    keys: Annotated[Path, typer.Option(help="Where the sandbox council's key is kept.")] = Path(
        "var/sandbox"
    ),
) -> None:
    """Bring made-up cases to a made-up agency, so that its developers can try everything."""
    from deploy.registry import Registry
    from deploy.story.sandbox import play_sandbox

    registry = Registry(url, operator)
    agency_id = registry.agency(agency)
    registry.play(
        keys,
        lambda place: play_sandbox(
            place, agency_id, cases=cases, patience_seconds=minutes * 60, say=typer.echo
        ),
    )


@app.command("import")
def import_concerns(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV, or newline JSON.")
    ],
    agency: Annotated[str, typer.Option(help="The name that your agency's key is kept under.")],
    url: Url = HERE,
    keys: Annotated[Path, typer.Option(help="Where the key is kept.")] = Path("var/demo/agencies"),
    practitioner: Annotated[str | None, typer.Option(help="Who imports.")] = None,
    unit: Annotated[str | None, typer.Option(help="Their unit.")] = None,
    results: Annotated[
        Path | None, typer.Option(help="Write what came of each row to this CSV.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option(help="Check every row and raise nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import concerns from a file; sending a file again raises nothing twice."""
    from deploy import importing
    from deploy.registry import reporting
    from deploy.story.place import Place
    from deploy.story.tokens import Practitioner

    place = replace(Place.at(url, {}, keys), patience_seconds=importing.PART_SECONDS)
    person = Practitioner(practitioner, unit) if practitioner else None
    with importing.shown_on_terminal(file) as progress:
        counts = reporting(
            importing.import_as(
                place, agency, person, file, is_trial=dry_run, results=results, progress=progress
            )
        )
    typer.echo(json.dumps(counts) if as_json else importing.summary(counts))
    if counts["refused"]:
        raise typer.Exit(1)


@app.command("operator-page")
def operator_page(url: Url = HERE, operator: Key = KEY_OF_THE_DEMO) -> None:
    """Print a link to the page that shows how agencies are doing: good once, for five minutes."""
    from deploy.registry import Registry

    typer.echo(Registry(url, operator).post("/partners/v1/operator-links")["url"])


@app.command()
def contracts() -> None:
    """Write the contracts from the code: OpenAPI, event schemas, AsyncAPI, docs/events.md."""
    from deploy.contracts import write

    write()


if __name__ == "__main__":
    app()
