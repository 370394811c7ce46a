"""What a browser keeps while somebody is at a provider, sealed; and where they go afterwards."""

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.crypto import Cipher, Tampered

HOME = "/intake/cases"
LONGEST = 1000

_LOCAL = re.compile(r"/[A-Za-z0-9](?:[!-\[\]-~])*")
"""A path of this exchange: no other host ("//", "/\\"), nothing that a browser would skip over."""


def local(path: str) -> str:
    """Return a path to go back to, or where everybody starts if it leads elsewhere."""
    return path if len(path) <= LONGEST and _LOCAL.fullmatch(path) else HOME


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What the library remembers of one way to one provider, and where it is to end."""

    remembered: dict[str, Any]
    back: str
    until: datetime

    def sealed(self, cipher: Cipher, provider: str) -> str:
        """Return it as a cookie's value, for this provider alone."""
        text = json.dumps([self.remembered, self.back, self.until.isoformat()])
        return base64.urlsafe_b64encode(cipher.seal(text, _bound_to(provider))).decode()


def opened(cookie: str, cipher: Cipher, provider: str, at: datetime) -> OnTheWay | None:
    """Return what was sealed, unless that was too long ago, or for another, or elsewhere."""
    try:
        text = cipher.unseal(base64.urlsafe_b64decode(cookie), _bound_to(provider))
    except (ValueError, Tampered):
        return None
    remembered, back, until = json.loads(text)
    found = OnTheWay(remembered, back, datetime.fromisoformat(until))
    return found if found.until > at else None


def _bound_to(provider: str) -> str:
    return f"sign_in:{provider}"
