"""How an agency's queues and its user are called on the broker. Pure."""

import re
import secrets
from uuid import UUID

NOTHING = ""
"""The pattern that matches no name."""

EVERY_QUEUE = r"^agency\."


def new_queue_name(agency_id: UUID) -> str:
    """Return a name that nobody can guess.

    A broker lets anyone in the virtual host ask whether a queue of a given name is there, and how
    many messages wait in it (a passive declaration needs no permission): so names are secrets.
    """
    return f"agency.{agency_id}.{secrets.token_hex(16)}"


def queues_of(agency_id: UUID) -> str:
    """Return the pattern of the queues that an agency may read."""
    return rf"^{re.escape(f'agency.{agency_id}.')}[0-9a-f]{{32}}$"


def user_of(agency_id: UUID) -> str:
    """Return the name under which an agency signs in to the broker."""
    return f"agency-{agency_id}"
