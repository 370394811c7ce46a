"""What an operator does from the command line: quarantined events and epochs."""

from typing import TypeVar

import typer

ResultT = TypeVar("ResultT")

quarantine_app = typer.Typer(
    no_args_is_help=True, help="Events that could not be applied: look, replay, discard."
)
