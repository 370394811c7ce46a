"""What one attempt came to: taken, refused for good, or to be tried again. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus

_ASKING_TO_WAIT = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class Failure(StrEnum):
    """Why an attempt failed, where no status tells."""

    ENDPOINT_UNSUITABLE = "endpoint_unsuitable"
    NAME_NOT_FOUND = "name_not_found"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_BROKEN = "connection_broken"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    ANSWER_NOT_HTTP = "answer_not_http"
    ANSWER_TOO_LONG = "answer_too_long"
    REDIRECTED = "redirected"
    GONE = "gone"


OF_THE_ENDPOINT = frozenset(
    {
        Failure.NAME_NOT_FOUND,
        Failure.ADDRESS_NOT_ALLOWED,
        Failure.CONNECTION_REFUSED,
        Failure.TLS_FAILED,
    }
)
"""What says that nobody was there, and so nothing about the event that was offered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failure` is None when the receiver took the event, else a short code such as `http_500`."""

    failure: str | None
    asked_to_wait: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        """Tell whether the receiver took the event."""
        return self.failure is None

    @property
    def is_end(self) -> bool:
        """Tell whether the receiver said that it wants no more events, ever."""
        return self.failure == Failure.GONE


def read_outcome(status: int, retry_after: str | None, at: datetime) -> Outcome:
    """Return what an answer means; only a 2xx means that the event was taken."""
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, section 15
        return Outcome(None)
    if 300 <= status < 400:  # noqa: PLR2004 - the same
        return Outcome(Failure.REDIRECTED)
    if status == HTTPStatus.GONE:
        return Outcome(Failure.GONE)
    waits = _read_wait(retry_after, at) if status in _ASKING_TO_WAIT else None
    return Outcome(f"http_{status}", waits)


def _read_wait(text: str | None, at: datetime) -> timedelta | None:
    """Read Retry-After (RFC 9110, section 10.2.3): seconds or a date; None for anything else."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(until.replace(tzinfo=until.tzinfo or UTC) - at, timedelta(0))
