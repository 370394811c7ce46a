"""Agencies, keys and tokens, as they are sent and as they are shown."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from shared.http.inputs import Input, ShortText, View
from shared.reference.agencies import AgencyKind, IdentifierScheme


class NewIdentifier(Input):
    """A code by which an agency is known in a public register."""

    scheme: IdentifierScheme
    value: ShortText


class NewKeySet(Input):
    """Public keys as a JWK set (RFC 7517): EC P-256, OKP Ed25519 or RSA from 2048 bits."""

    keys: Annotated[tuple[dict[str, JsonValue], ...], Field(min_length=1, max_length=5)]


class NewAgency(Input):
    """An organisation that joins the exchange, and the public keys it will prove itself with."""

    kind: AgencyKind
    name: ShortText
    identifiers: Annotated[tuple[NewIdentifier, ...], Field(max_length=100)] = ()
    synthetic: bool
    jwks: NewKeySet


class IdentifierView(View):
    """A code by which an agency is known in a public register."""

    scheme: IdentifierScheme
    value: str


class AgencyView(View):
    """An agency as the others on the exchange see it. Its id is also its client id."""

    agency_id: UUID
    kind: AgencyKind
    name: str
    identifiers: tuple[IdentifierView, ...]
    suspended: bool
    synthetic: bool
    registered_at: datetime


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


class SigningKeyView(View):
    """A public key that the exchange signs tokens with (RFC 7517)."""

    kid: str
    kty: str
    crv: str
    x: str
    y: str
    alg: str
    use: str


class SigningKeySet(View):
    """Every key whose tokens are believed; the one signed with is among them."""

    keys: tuple[SigningKeyView, ...]


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
