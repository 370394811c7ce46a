"""Keys, secrets and tokens, as they are sent and as they are shown."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from shared.http.inputs import Input, Instant, View

OVERLAP_DAYS = 7
LONGEST_OVERLAP_DAYS = 30


class NewKeySet(Input):
    """Public keys as a JWK set (RFC 7517): EC P-256, OKP Ed25519 or RSA from 2048 bits."""

    keys: Annotated[tuple[dict[str, JsonValue], ...], Field(min_length=1, max_length=5)]


class NewKey(Input):
    """One more public key (a JWK), valid from now on or from an instant to come."""

    jwk: dict[str, JsonValue]
    valid_from: Instant | None = None


class Retirement(Input):
    """When a key or a secret ends: now, or at an instant to come."""

    retires_at: Instant | None = None


class NewSecret(Input):
    """For how many days the secrets that there are stay valid beside the new one."""

    overlap_days: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP_DAYS)] = OVERLAP_DAYS


class KeyView(View):
    """A public key of an agency, by its name."""

    key_id: str
    valid_from: datetime
    retires_at: datetime | None


class SecretView(View):
    """A secret of an agency, by its id; what it is, nobody can read any more."""

    secret_id: UUID
    created_at: datetime
    retires_at: datetime | None


class CredentialsView(View):
    """What an agency proves itself with, the ended ones left out."""

    keys: tuple[KeyView, ...]
    secrets: tuple[SecretView, ...]
    may_use_secret: bool


class SecretPermissionView(View):
    """Whether the agency may use a secret in place of keys."""

    agency_id: UUID
    may_use_secret: bool


class NewSecretView(View):
    """A new secret. It is shown this once: asked for again, `client_secret` is absent."""

    secret_id: UUID
    client_secret: str


class IssuedToken(View):
    """An access token (RFC 6749, section 5.1); it can't be renewed, only asked for again."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind of token, not a token
    expires_in: int
    scope: str


class OAuthError(View):
    """Why there is no token (RFC 6749, section 5.2)."""

    error: str
    error_description: str


class AuthorizationServer(View):
    """How to get a token here (RFC 8414)."""

    issuer: str
    token_endpoint: str
    jwks_uri: str
    scopes_supported: tuple[str, ...]
    response_types_supported: tuple[str, ...]
    grant_types_supported: tuple[str, ...]
    token_endpoint_auth_methods_supported: tuple[str, ...]
    token_endpoint_auth_signing_alg_values_supported: tuple[str, ...]
