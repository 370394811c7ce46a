"""What an operator does about agencies from the command line, from invitation to leaving."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from deploy.registry import Registry

AGENCIES = "/partners/v1/agencies"

agencies_app = typer.Typer(
    no_args_is_help=True, help="The agencies on the exchange: invite, look, admit, suspend."
)

Url = Annotated[
    str, typer.Option("--url", envvar="ALONGSIDE_URL", help="Where the exchange answers.")
]
Key = Annotated[
    Path,
    typer.Option("--operator", envvar="ALONGSIDE_OPERATOR_KEY", help="The operator's key."),
]
AsJson = Annotated[bool, typer.Option("--json", help="The whole answer, as JSON.")]
Agency = Annotated[str, typer.Argument(help="The agency's id, or its name.")]
Context = typer.Context

HERE = "http://127.0.0.1:8000"
KEY_OF_THE_DEMO = Path("var/demo/operator.jwk")


@agencies_app.callback()
def choose(ctx: Context, url: Url = HERE, operator: Key = KEY_OF_THE_DEMO) -> None:
    """Say which exchange, and by which key."""
    from deploy.registry import Registry

    ctx.obj = Registry(url, operator)


@agencies_app.command()
def invite(
    ctx: Context,
    name: Annotated[str, typer.Argument(help="What the agency is called.")],
    kind: Annotated[str, typer.Option(help="council, nhs_trust, police, care_provider, ...")],
    identifier: Annotated[
        list[str] | None,
        typer.Option(help="A code that you have checked, as in ods:RZZ; as often as needed."),
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="Whom to reach, as in 'technical:Ada Park:ada@x.example'.")
    ] = None,
    *,
    synthetic: Annotated[bool, typer.Option(help="It is made up, for trying things out.")] = False,
    may_use_secret: Annotated[
        bool, typer.Option(help="It may use a secret in place of keys: a small provider.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Invite an agency; prints the code that it joins with."""
    registry: Registry = ctx.obj
    body = {
        "kind": kind,
        "name": name,
        "identifiers": [_identifier(text) for text in identifier or ()],
        "synthetic": synthetic,
        "may_use_secret": may_use_secret,
        "contact": None if contact is None else _contact(contact),
    }
    invited = registry.post(AGENCIES, body)
    _show_code(invited, as_json=as_json)


@agencies_app.command("new-code")
def new_code(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Give an agency that is not live, or is suspended, another code to join with."""
    registry: Registry = ctx.obj
    given = registry.post(f"{AGENCIES}/{registry.agency(agency)}/joining-code")
    _show_code(given, as_json=as_json)


@agencies_app.command("list")
def list_agencies(ctx: Context, *, as_json: AsJson = False) -> None:
    """List how every agency is doing, a line each."""
    registry: Registry = ctx.obj
    for state in registry.every(f"{AGENCIES}/states"):
        if as_json:
            typer.echo(json.dumps(state))
            continue
        waits = _instant(state["oldest_unreceived_at"]) or "nothing waits"
        fails = _instant(state["failing_since"]) or "not failing"
        typer.echo(
            f"{state['agency_id']}  {state['state']:9}  {state['name']}  "
            f"last success {_instant(state['last_success_at']) or 'never'}  "
            f"oldest unreceived {waits}  failing since {fails}"
        )


@agencies_app.command()
def state(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Show how one agency is doing."""
    registry: Registry = ctx.obj
    found = registry.get(f"{AGENCIES}/{registry.agency(agency)}/state")
    if as_json:
        typer.echo(json.dumps(found))
        return
    for name, value in found.items():
        typer.echo(f"{name}: {_plain(value)}")


@agencies_app.command("test")
def send_test_event(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Send an agency a test event, which it acknowledges before it goes live."""
    _change(ctx, agency, "test-events", "A test event is on its way.", as_json=as_json)


@agencies_app.command()
def admit(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Let an agency go live that has acknowledged a test event."""
    _change(ctx, agency, "admission", "The agency is live.", as_json=as_json)


@agencies_app.command()
def suspend(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Shut an agency out for the time being; nothing is lost."""
    _change(ctx, agency, "suspension", "The agency is suspended.", as_json=as_json)


@agencies_app.command()
def resume(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Let a suspended agency use the exchange again."""
    _change(ctx, agency, "resumption", "The agency is back.", as_json=as_json)


@agencies_app.command()
def leave(
    ctx: Context,
    agency: Agency,
    reason: Annotated[str, typer.Option(help="Why; kept beside it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Let an agency leave for good: its part in every case ends."""
    body = {"reason": reason}
    _change(ctx, agency, "departure", "The agency has left.", body, as_json=as_json)


@agencies_app.command("confirm-identifier")
def confirm_identifier(
    ctx: Context,
    agency: Agency,
    identifier: Annotated[str, typer.Argument(help="A code, as in ods:RZZ.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Have a code that you have checked count as the agency's: it leads to holds."""
    body = _identifier(identifier)
    step = "identifiers/confirmations"
    _change(ctx, agency, step, "The code counts as the agency's.", body, as_json=as_json)


@agencies_app.command("permit-secret")
def permit_secret(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Let an agency use a secret in place of keys."""
    _change(ctx, agency, "secret-permission", "It may use a secret.", as_json=as_json)


@agencies_app.command("forbid-secret")
def forbid_secret(ctx: Context, agency: Agency, *, as_json: AsJson = False) -> None:
    """Let an agency use no secret any more; those that it has end at once."""
    _change(ctx, agency, "secret-prohibition", "It may use no secret.", as_json=as_json)


@agencies_app.command("retire-key")
def retire_key(
    ctx: Context,
    agency: Agency,
    key: Annotated[str, typer.Argument(help="The key's name (kid).")],
    at: Annotated[str | None, typer.Option(help="An instant to come; else now.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Let one of an agency's keys end, because it is no longer secret or no longer used."""
    body = {"retires_at": at}
    _change(ctx, agency, f"keys/{key}/retirement", "The key ends.", body, as_json=as_json)


def _change(
    ctx: Context,
    agency: str,
    step: str,
    done: str,
    body: Mapping[str, Any] | None = None,
    *,
    as_json: bool,
) -> None:
    registry: Registry = ctx.obj
    answer = registry.post(f"{AGENCIES}/{registry.agency(agency)}/{step}", body)
    typer.echo(json.dumps(answer) if as_json else done)


def _show_code(given: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(given))
        return
    typer.echo(f"agency_id: {given['agency_id']}")
    typer.echo(f"joining code: {given['joining_code']}")
    typer.echo(
        f"Good once, until {_instant(given['code_expires_at'])}. Hand it over by a way that "
        "nobody else reads; it is not shown again."
    )


def _identifier(text: str) -> dict[str, str]:
    scheme, colon, value = text.partition(":")
    if not colon:
        raise typer.BadParameter("An identifier is a register and a code, as in ods:RZZ.")
    return {"scheme": scheme, "value": value}


def _contact(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in {3, 4}:
        raise typer.BadParameter("A contact is role:name:email, and perhaps :phone.")
    return dict(zip(("role", "name", "email", "phone"), parts, strict=False))


def _instant(text: str | None) -> str | None:
    return None if text is None else f"{text[:16].replace('T', ' ')} UTC"


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value)
