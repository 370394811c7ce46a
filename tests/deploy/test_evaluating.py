"""What an evaluator types, and the sentence that comes back."""

import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app


def run(response: str, share: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", "bounds", "--response", response, "--share", share])


def between(low: str, high: str, silent: str) -> str:
    return (
        f"Between {low} and {high} of all who were asked would have said so: "
        f"nothing is assumed about the {silent} who did not answer.\n"
    )


@pytest.mark.parametrize(
    ("response", "share", "said"),
    [
        ("63", "58", between("36.5%", "73.5%", "37%")),
        ("63", "80", between("50.4%", "87.4%", "37%")),
        ("44.5", "0", between("0%", "55.5%", "55.5%")),
        ("99.99", "50", between("50%", "50%", "less than 0.1%")),
        ("100", "58", "58% of all who were asked said so: everybody answered.\n"),
        ("0", "58", "Nothing can be said of all who were asked: nobody answered.\n"),
    ],
)
def test_what_the_answers_say_is_one_sentence(response: str, share: str, said: str) -> None:
    result = run(response, share)
    assert result.exit_code == 0
    assert result.output == said


@pytest.mark.parametrize("wrong", ["101", "-1", "nan", "inf", "most"])
def test_what_is_no_percentage_is_refused(wrong: str) -> None:
    for result in (run(wrong, "58"), run("63", wrong)):
        assert result.exit_code == 2
        assert "Between" not in result.output


def test_the_refusal_says_what_a_percentage_is() -> None:
    assert "It is a percentage, from 0 to 100." in run("0.63", "580").output


@pytest.mark.parametrize("option", ["--response", "--share"])
def test_both_are_needed(option: str) -> None:
    result = CliRunner().invoke(app, ["evaluate", "bounds", option, "50"])
    assert result.exit_code == 2


def reading(*options: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", "reading", *options])


def test_a_reading_of_what_was_published_is_one_page() -> None:
    result = reading("--response", "63", "--share", "58", "--chosen", "nominated")
    assert result.exit_code == 0
    assert result.output.startswith("What may be concluded\n- 63% of those asked answered.\n")
    assert "Between 36.5% and 73.5% of all who were asked" in result.output
    assert "somebody picked those who were" in result.output


@pytest.mark.parametrize(
    "options",
    [
        ("--response", "63", "--share", "58", "--too-soon", "50"),
        ("--response", "63", "--share", "58", "--answered", "0"),
        ("--response", "63", "--share", "58", "--answered", "5", "--adults", "6"),
        ("--response", "63", "--share", "58", "--chosen", "by_hand"),
        ("--response", "163", "--share", "58"),
    ],
)
def test_a_reading_of_what_contradicts_itself_is_refused(options: tuple[str, ...]) -> None:
    result = reading(*options)
    assert result.exit_code == 2
    assert "concluded" not in result.output
