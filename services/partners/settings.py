"""What the process is told when it starts."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, Json, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.endpoints import Network, Reach, read_networks
from shared.mail_settings import MailSettings


class PartnersSettings(MailSettings):
    """Read from PARTNERS_* and from secret files.

    `operator_jwk` is the public half of the operator's key, as JSON (RFC 7517); a process that
    answers no calls has no use for it, and without it nobody can register an agency.

    The channel `queue` is there where these are: `queue_address`, which the api shows to agencies;
    `agencies_broker_url` (amqp, the agencies' own virtual host) and `management_url` (RabbitMQ's
    management interface, as an administrator), which the worker alone is given.
    `sign_in` is TOML that says where people sign in to pages: a `[[provider]]` for each place, with
    the fields of `Provider` in `services/partners/sign_in/providers.py`. It holds secrets.
    `targets_file` names the area's own targets, in the form of `shared/reference/targets.toml`.

    Webhooks reach the public internet, and beyond it the `webhook_networks` (CIDRs of partners on
    private networks), always at one of `webhook_ports`; `webhook_loopback` lets a demonstration
    call its own machine, over plain http too. `webhook_authorities` is a PEM file of certificate
    authorities to trust beside the system's. An attempt lasts `webhook_seconds` at most, and
    `webhook_at_once` of them are made at a time.
    """

    model_config = SettingsConfigDict(env_prefix="PARTNERS_")

    operator_jwk: Json[dict[str, Any]] | None = None
    queue_address: str | None = None
    agencies_broker_url: str | None = Field(None, repr=False)
    management_url: str | None = Field(None, repr=False)
    queue_length: int = Field(2000, ge=1, le=50_000)
    queue_connections: int = Field(4, ge=1)
    queue_channels: int = Field(8, ge=1)
    sign_in: SecretStr = SecretStr("")
    targets_file: Path | None = None
    webhook_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    webhook_ports: Annotated[frozenset[int], NoDecode] = frozenset({443, 8443})
    webhook_loopback: bool = False
    webhook_authorities: Path | None = None
    webhook_seconds: float = Field(20, gt=0, le=30)
    webhook_at_once: int = Field(64, ge=1, le=500)

    @field_validator("webhook_networks", mode="before")
    @classmethod
    def _are_private(cls, given: str | tuple[Network, ...]) -> tuple[Network, ...]:
        return read_networks(given) if isinstance(given, str) else given

    @field_validator("webhook_ports", mode="before")
    @classmethod
    def _are_ports(cls, given: str | frozenset[int]) -> frozenset[int]:
        if not isinstance(given, str):
            return given
        ports = frozenset(int(part) for part in given.replace(",", " ").split())
        if not all(0 < port < 65536 for port in ports):  # noqa: PLR2004 - RFC 9293
            raise ValueError("a port is a number of up to 16 bits")
        return ports

    @property
    def webhook_reach(self) -> Reach:
        """Return how far webhooks may reach."""
        return Reach(self.webhook_networks, self.webhook_ports, self.webhook_loopback)
