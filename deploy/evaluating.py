"""What may be concluded from figures that somebody has published."""

import json
from typing import Annotated

import typer

from deploy.onboarding import AsJson
from shared.figures.shares import Range, bounds_of_share

evaluate_app = typer.Typer(no_args_is_help=True, help="What may be concluded from figures.")


@evaluate_app.callback()
def evaluate() -> None:
    """Say what may be concluded from figures."""


@evaluate_app.command()
def bounds(
    response: Annotated[float, typer.Option(min=0, max=100, help="Who answered, in percent.")],
    share: Annotated[
        float, typer.Option(min=0, max=100, help="Of those, who said so, in percent.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a share could be among all who were asked, nothing supposed about the silent."""
    found = bounds_of_share(share / 100, response / 100)
    typer.echo(_as_json(found) if as_json else _in_words(found, response))


def _as_json(found: Range) -> str:
    return json.dumps({"low": round(found.low * 100, 1), "high": round(found.high * 100, 1)})


def _in_words(found: Range, response: float) -> str:
    answered = f"Between {found.low:.1%} and {found.high:.1%} of all who were asked would say so."
    if response == 100:  # noqa: PLR2004 - everyone
        return f"{answered} Everyone answered."
    silent = round(100 - response, 1)
    return f"{answered} Nothing is supposed about the {silent:g}% who did not answer."
