"""Time as an argument: every rule about time reads an injected clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_clock() -> datetime:
    """Return the present as an aware UTC instant."""
    return datetime.now(UTC)
