"""Client assertions: a client proves who it is, and says for whom it acts.

RFC 7523 as updated by RFC 10070: the audience is the issuer identifier and nothing else, as one
string, and the type is explicit, so that no assertion made for another place or purpose passes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from services.partners.credentials.errors import InvalidClient, InvalidTokenRequest
from services.partners.credentials.public_keys import ALGORITHMS, PublicKey
from shared.access.caller import Practitioner, Role
from shared.http.inputs import ShortText

TYPE = "client-authentication+jwt"
LONGEST_LIFE = timedelta(minutes=5)
SKEW = timedelta(seconds=30)


class _Registry(JWSRegistry):
    """EdDSA with a key on Ed25519 is what RFC 9864 calls Ed25519."""

    def get_alg(self, name: str) -> Any:
        """Return the algorithm of that name, if it is one of ours."""
        return super().get_alg("Ed25519" if name == "EdDSA" else name)


_REGISTRY = _Registry(algorithms=ALGORITHMS)


class _Claims(BaseModel):
    """What an assertion says; seconds since 1970 for instants."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    sub: str
    aud: str
    exp: FiniteFloat
    jti: Annotated[str, Field(min_length=1, max_length=200)]
    iat: FiniteFloat | None = None
    nbf: FiniteFloat | None = None


class _Act(BaseModel):
    """Who the client acts for: an id that is stable within the agency, a unit, a role."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    sub: Annotated[ShortText, Field(max_length=100)]
    unit: ShortText | None = None
    role: Annotated[Role, Field(strict=False)]


@dataclass(frozen=True, slots=True)
class Proven:
    """An assertion that holds: used once, it is worth one token."""

    jti: str
    expires_at: datetime
    practitioner: Practitioner | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assertion as it was sent: nothing in it is believed before it is proven."""

    signed: CompactSignature
    claims: dict[str, Any]

    @property
    def client_id(self) -> str:
        """Return who it says it is from."""
        subject = self.claims.get("sub")
        return subject if isinstance(subject, str) else ""

    def prove(self, keys: Iterable[PublicKey], *, issuer: str, at: datetime) -> Proven:
        """Return what it proves, given the client's keys; raise `TokenRefused` for any flaw."""
        if "crit" in self.signed.headers():
            raise InvalidClient("crit", "The assertion must not need any extension of JWS.")
        named = self.signed.headers().get("kid")
        candidates = [key for key in keys if named is None or key.key_id == named]
        if not any(_is_signed(self.signed, key.load()) for key in candidates):
            raise InvalidClient("signature", NOT_PROVEN)
        if self.signed.headers().get("typ") != TYPE:
            raise InvalidClient("type", f"The assertion's typ must be {TYPE}.")
        claims = _claims(self.claims, issuer)
        _check_instants(claims, at.timestamp())
        expires_at = datetime.fromtimestamp(claims.exp, UTC)
        return Proven(claims.jti, expires_at, practitioner_of(self.claims.get("act")))


NOT_PROVEN = "The client is not known, or did not prove who it is."


def read_assertion(text: str) -> Assertion:
    """Take an assertion apart without believing it; raise `InvalidClient` if it is none."""
    try:
        signed = extract_compact(text.encode())
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise InvalidClient("unreadable", "The assertion is not a signed JWT.")
    return Assertion(signed, claims)


def _is_signed(signed: CompactSignature, key: Key) -> bool:
    try:
        return validate_compact(signed, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False


def _claims(claims: dict[str, Any], issuer: str) -> _Claims:
    try:
        read = _Claims.model_validate(claims)
    except ValidationError:
        raise InvalidClient(
            "claims", "The assertion needs iss, sub, aud, exp and jti, and aud as one string."
        ) from None
    if read.iss != read.sub:
        raise InvalidClient("issuer", "The assertion's iss and sub must both be the client id.")
    if read.aud != issuer:
        raise InvalidClient(
            "audience", "The assertion's aud must be the issuer identifier of this exchange."
        )
    return read


def _check_instants(claims: _Claims, instant: float) -> None:
    if claims.exp <= instant:
        raise InvalidClient("expired", "The assertion has expired.")
    if claims.exp > instant + LONGEST_LIFE.total_seconds():
        raise InvalidClient("life", "The assertion must expire within 5 minutes.")
    latest_start = instant + SKEW.total_seconds()
    if any(start is not None and start > latest_start for start in (claims.iat, claims.nbf)):
        raise InvalidClient("not_yet", "The assertion is from the future.")


def practitioner_of(act: object) -> Practitioner | None:
    if act is None:
        return None
    try:
        read = _Act.model_validate(act)
    except ValidationError:
        raise InvalidTokenRequest(
            "act",
            "Whom it acts for needs sub (up to 100 characters) and role, and perhaps unit.",
        ) from None
    return Practitioner(read.sub, read.unit, read.role)
