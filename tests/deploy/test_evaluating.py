"""`alongside evaluate`: what may be concluded from published figures."""

import json

import pytest
from typer.testing import CliRunner

from deploy.cli import app

RUN = ["evaluate", "bounds"]


@pytest.mark.parametrize(
    ("response", "share", "low", "high"), [("63", "58", 36.5, 73.5), ("63", "80", 50.4, 87.4)]
)
def test_the_figures_of_2015_allow_this_much(
    response: str, share: str, low: float, high: float
) -> None:
    asked = [*RUN, "--response", response, "--share", share]
    assert json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout) == {
        "low": low,
        "high": high,
    }
    said = CliRunner().invoke(app, asked).stdout
    assert said == (
        f"Between {low}% and {high}% of all who were asked would say so. "
        "Nothing is supposed about the 37% who did not answer.\n"
    )


def test_where_everyone_answered_there_is_one_figure() -> None:
    said = CliRunner().invoke(app, [*RUN, "--response", "100", "--share", "58"]).stdout
    assert (
        said == "Between 58.0% and 58.0% of all who were asked would say so. Everyone answered.\n"
    )


@pytest.mark.parametrize("share", ["-1", "101", "most", "nan"])
def test_what_is_no_percentage_is_refused(share: str) -> None:
    refused = CliRunner().invoke(app, [*RUN, "--response", "63", "--share", share])
    assert refused.exit_code == 2
