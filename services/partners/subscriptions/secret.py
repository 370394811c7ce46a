"""The secrets that webhooks are signed with, as Standard Webhooks writes them. Pure."""

import base64
import secrets
from datetime import timedelta

_BYTES = 32

OVERLAP_HOURS = 24
LONGEST_OVERLAP_HOURS = 7 * 24


def new_secret() -> str:
    """Return a new secret: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def overlap(hours: int) -> timedelta:
    """Return for how long the secret before stays valid beside a new one."""
    return timedelta(hours=hours)
