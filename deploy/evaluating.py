"""What an evaluator asks from the command line: what do the answers say of all who were asked."""

from math import isfinite
from typing import Annotated, Final

import typer

from services.outcomes.evaluation.reading import Figures, read
from shared.figures.bounds import bounds
from shared.figures.errors import FiguresDoNotFit
from shared.reference.evaluation import HowChosen

evaluate_app = typer.Typer(
    no_args_is_help=True, help="Figures for an evaluation: what can be said, and what can't."
)

WHOLE: Final = 100
FEWEST_SHOWN: Final = 0.05
"""What is less than this would be printed as if it were none."""


@evaluate_app.callback()
def evaluate() -> None:
    """Say what published figures allow, without an exchange or a database."""


def _percentage(value: float) -> float:
    """Refuse what is no percentage with an exit code of 2, as any option that can't be read."""
    if not isfinite(value) or not 0 <= value <= WHOLE:
        raise typer.BadParameter("It is a percentage, from 0 to 100.")
    return value


Response = Annotated[
    float, typer.Option(help="How many of those asked answered, in percent.", callback=_percentage)
]
Share = Annotated[
    float,
    typer.Option(help="How many of those who answered said it, in percent.", callback=_percentage),
]
TooSoon = Annotated[
    float,
    typer.Option(
        help="How many of those who answered said it is too soon to say, in percent. Leave it out"
        " where that is the very answer --share is of.",
        callback=_percentage,
    ),
]
People = Annotated[int | None, typer.Option(min=0)]


@evaluate_app.command("bounds")
def tell_bounds(response: Response, share: Share) -> None:
    """Say how many of all who were asked would have said it, assuming nothing of the silent."""
    typer.echo(sentence(response, share))


@evaluate_app.command("reading")
def tell_reading(
    response: Response,
    share: Share,
    too_soon: TooSoon = 0.0,
    answered: People = None,
    adults: People = None,
    chosen: HowChosen | None = None,
) -> None:
    """Say on a page what published figures of one answer allow to be concluded, and what not.

    `--answered` is how many people answered, `--adults` how many of them were adults answering for
    themselves, `--chosen` how those who were asked were chosen.
    """
    try:
        figures = Figures(
            response=response / WHOLE,
            share=share / WHOLE,
            too_soon=too_soon / WHOLE,
            answered=answered,
            adults=adults,
            chosen=chosen,
            differing=None,
        )
    except FiguresDoNotFit as unfit:
        raise typer.BadParameter(f"{unfit}.") from unfit
    typer.echo(read(figures).page)


def sentence(response: float, share: float) -> str:
    """Return what can be said; both are percentages from 0 to 100."""
    found = bounds(response / WHOLE, share / WHOLE)
    low, high = _percent(found.low * WHOLE), _percent(found.high * WHOLE)
    silent = "less than 0.1%" if 0 < WHOLE - response < FEWEST_SHOWN else _percent(WHOLE - response)
    if response == WHOLE:
        return f"{low} of all who were asked said so: everybody answered."
    if response == 0:
        return "Nothing can be said of all who were asked: nobody answered."
    return (
        f"Between {low} and {high} of all who were asked would have said so: "
        f"nothing is assumed about the {silent} who did not answer."
    )


def _percent(value: float) -> str:
    """Return a percentage to one decimal place, and to none where that is a whole number."""
    return f"{value:.1f}".removesuffix(".0") + "%"
