"""Logs as JSON lines on standard error: only fields on a list, never what a request carried."""

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "agency_id",
        "attempts",
        "consumer",
        "correlation_id",
        "count",
        "error",
        "event",
        "event_id",
        "level",
        "logger",
        "method",
        "milliseconds",
        "reason",
        "request_id",
        "route",
        "service",
        "source",
        "state",
        "status",
        "step",
        "stream",
        "timestamp",
        "type",
        "where",
    }
)
"""What a line may hold. A field that is not here is dropped, however useful it looked."""

_SHOWN_WHOLE = ("uvicorn",)
"""Libraries whose messages hold no data of ours."""


_ENCODER = json.JSONEncoder(default=str)


def set_up_logging(into: TextIO | None = None) -> None:
    """Let this process write JSON lines, by default on standard error; called when it starts."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed,
            _as_json,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(into or sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_Bridge()], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn").setLevel(logging.INFO)
    sys.excepthook = _log_uncaught


def keep_allowed(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Drop every field that is not on the list."""
    return {name: value for name, value in line.items() if name in ALLOWED}


def _as_json(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
    return _ENCODER.encode(line)


def where_raised(error: BaseException) -> str:
    """Return the place an error came from, innermost last; files and lines, no values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{frame.filename.split('/')[-1]}:{frame.lineno}" for frame in frames[-6:])


class _Bridge(logging.Handler):
    """Passes on what libraries log: their own words, without the values they put into them."""

    def emit(self, record: logging.LogRecord) -> None:
        is_shown_whole = record.name.split(".")[0] in _SHOWN_WHOLE
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            record.getMessage() if is_shown_whole else _words_of(record),
            logger=record.name,
            **({"error": type(error).__name__, "where": where_raised(error)} if error else {}),
        )


def _words_of(record: logging.LogRecord) -> str:
    """Return the message before values are put into it; an exception's own may hold some."""
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _log_uncaught(
    kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    structlog.get_logger().critical("crashed", error=kind.__name__, where=where_raised(error))
