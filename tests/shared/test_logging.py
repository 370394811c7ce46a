"""A log line holds what is on the list, and nothing of what a request carried."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from shared.logging import set_up_logging, where_raised


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(capsys.readouterr().err.splitlines()[-1])
    return line


def failure() -> BaseException:
    with pytest.raises(ValueError, match="Smith") as raised:
        int("Smith")
    return raised.value


def test_a_field_that_is_not_on_the_list_is_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    structlog.get_logger().info("request", status=200, words="about Mrs Smith", token="secret")
    line = last_line(capsys)
    assert {key: line[key] for key in ("event", "level", "status")} == {
        "event": "request",
        "level": "info",
        "status": 200,
    }
    assert set(line) == {"event", "level", "status", "timestamp"}


def test_a_library_says_what_happened_but_not_to_whom(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    error = failure()
    logging.getLogger("sqlalchemy.pool").error("could not keep %s", "Mrs Smith", exc_info=error)
    line = last_line(capsys)
    assert line["event"] == "could not keep %s"
    assert (line["level"], line["logger"]) == ("error", "sqlalchemy.pool")
    assert line["error"] == "ValueError"
    assert "test_logging.py" in str(line["where"])


def test_an_exception_given_as_the_message_is_named_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging()
    logging.getLogger("asyncio").error(ValueError("about Mrs Smith"))
    assert last_line(capsys)["event"] == "ValueError"


def test_the_server_may_say_where_it_listens(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s", "http://127.0.0.1:8000")
    assert last_line(capsys)["event"] == "Uvicorn running on http://127.0.0.1:8000"


def test_a_place_is_files_and_lines() -> None:
    assert where_raised(failure()).startswith("test_logging.py:")
