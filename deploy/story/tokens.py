"""How a partner system proves who it is: a signed assertion in, a short-lived token out.

RFC 7523 as updated by RFC 10070: the assertion is for the issuer alone and used once.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.story.place import Place
from deploy.story.waiting import answered

ASSERTION_SECONDS = 60
RENEW_BEFORE_SECONDS = 30
ASSERTION_KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRefused(Exception):
    """The exchange gave no token to this client."""


@dataclass(frozen=True)
class Practitioner:
    """The person an agency's system acts for: a stable id, a unit where there is one, a role."""

    id: str
    unit: str | None
    role: str = "practitioner"


@dataclass(frozen=True)
class Client:
    """A client of the exchange: its id there, and its private key as a JWK."""

    id: str
    key: Mapping[str, Any]


@dataclass(frozen=True)
class Token:
    """An access token and when, by this machine's monotonic clock, to ask for a new one."""

    value: str
    renew_at: float


async def ask_for_token(
    http: httpx.AsyncClient, place: Place, client: Client, practitioner: Practitioner | None = None
) -> Token:
    """Exchange a fresh assertion for an access token; raise `TokenRefused` where there is none."""
    about = await answered(
        place.patience_seconds,
        lambda: http.get(place.url("/partners/.well-known/oauth-authorization-server")),
    )
    issuer = about.raise_for_status().json()["issuer"]
    # Each attempt signs a new assertion: one whose answer was lost has been used up.
    response = await answered(
        place.patience_seconds,
        lambda: http.post(
            place.url("/partners/v1/token"),
            data={
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION_KIND,
                "client_assertion": assertion(client, issuer, practitioner),
            },
        ),
    )
    if response.is_error:
        raise TokenRefused(f"no token: {response.status_code} {response.text}")
    answer = response.json()
    lifetime = float(answer["expires_in"])
    return Token(answer["access_token"], time.monotonic() + lifetime - RENEW_BEFORE_SECONDS)


def assertion(client: Client, issuer: str, practitioner: Practitioner | None) -> str:
    """Sign who is asking and, where there is someone, for whom."""
    key = ECKey.import_key(dict(client.key))
    instant = int(time.time())
    claims: dict[str, Any] = {
        "iss": client.id,
        "sub": client.id,
        "aud": issuer,
        "iat": instant,
        "exp": instant + ASSERTION_SECONDS,
        "jti": str(uuid4()),
    }
    if practitioner is not None:
        claims["act"] = {
            "sub": practitioner.id,
            "unit": practitioner.unit,
            "role": practitioner.role,
        }
    header = {"alg": "ES256", "typ": "client-authentication+jwt", "kid": key.kid}
    return jwt.encode(header, claims, key)
