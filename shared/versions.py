"""Versions of records that are replaced as a whole: nobody overwrites what they did not see."""

from shared.errors import PreconditionFailed


def check_version(current: int, seen: int) -> None:
    """Raise `PreconditionFailed` unless the caller saw the `current` version."""
    if current != seen:
        raise PreconditionFailed("The record has changed since it was read; read it again.")
