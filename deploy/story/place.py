"""Where the exchange is, and where a partner keeps what it needs to speak to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """The address of each service, the operator's private JWK, a folder for the agencies' keys.

    `patience_seconds` bounds every wait: for an answer, and for a fact to arrive elsewhere.
    """

    intake: str
    outcomes: str
    partners: str
    operator_key: Mapping[str, Any]
    keys: Path
    patience_seconds: float = 90.0

    @classmethod
    def at(cls, url: str, operator_key: Mapping[str, Any], keys: Path) -> "Place":
        """Describe an exchange whose three services answer at one address."""
        return cls(intake=url, outcomes=url, partners=url, operator_key=operator_key, keys=keys)

    def url(self, path: str) -> str:
        """Return where `path` is answered: its first part names the service."""
        service = path.split("/", 2)[1]
        addresses = {"intake": self.intake, "outcomes": self.outcomes, "partners": self.partners}
        return addresses[service].rstrip("/") + path
