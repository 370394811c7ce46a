"""Keys are made by the application: UUIDv7, so that they sort by birth."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """Return a new time-ordered key. Never use one where guessing must be impossible."""
    return compat.uuid7()
