"""The moments and numbers that bodies need and only the moment knows."""

import secrets
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_WEIGHTS = range(10, 1, -1)
_NO_CHECK_DIGIT = 10


def now() -> str:
    """Return this instant."""
    return datetime.now(UTC).isoformat()


def days_from_now(days: int) -> str:
    """Return the same time of day so many days on, or back."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def day(days: int) -> str:
    """Return the date so many days on, or back."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def day_in_england(days: int = 0) -> str:
    """Return the date in England so many days on: agreements begin and end by it."""
    return (datetime.now(ZoneInfo("Europe/London")) + timedelta(days=days)).date().isoformat()


def made_up_nhs_number() -> str:
    """Return a number from the range that is never issued, with its check digit (modulus 11)."""
    while True:
        stem = f"999{secrets.randbelow(1_000_000):06}"
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, stem, strict=True))
        check = (11 - total % 11) % 11
        if check != _NO_CHECK_DIGIT:
            return f"{stem}{check}"
