"""What the process is told when it starts."""

from typing import Any

from pydantic import Json
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class PartnersSettings(ServiceSettings):
    """Read from PARTNERS_* and from secret files.

    `operator_jwk` is the public half of the operator's key, as JSON (RFC 7517); a process that
    answers no calls has no use for it, and without it nobody can register an agency.
    """

    model_config = SettingsConfigDict(env_prefix="PARTNERS_")

    operator_jwk: Json[dict[str, Any]] | None = None
