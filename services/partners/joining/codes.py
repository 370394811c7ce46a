"""Joining codes: 128 bits in letters and digits that can be read out over the telephone."""

import base64
import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

LIFE = timedelta(days=14)
MOST_REFUSALS = 10
"""So many wrong codes end the right one: somebody is trying."""

_GROUP = 6


def new_code() -> str:
    """Return a code in groups of letters and digits (base 32)."""
    text = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def digest_of(agency_id: UUID, code: str) -> bytes:
    """Return what is kept of a code: it is good for this agency alone, however it is typed."""
    typed = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(agency_id.bytes + typed.encode()).digest()
