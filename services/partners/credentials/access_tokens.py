"""Tokens: what the services believe of a caller for ten minutes, of a person for an hour."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

from shared.access.caller import Caller, Operator, Practitioner
from shared.auth import ALGORITHMS, OPERATOR_SUBJECT, TOKEN_TYPE, TokenUse

LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(hours=1)
"""How long somebody is signed in to pages, whatever they do meanwhile."""

_LIVES = {TokenUse.CALLS: LIFE, TokenUse.PAGES: SESSION_LIFE}
(ALGORITHM,) = ALGORITHMS


def sign_token(
    key: ECKey, identity: Caller | Operator, use: TokenUse, *, issuer: str, issued_at: datetime
) -> str:
    """Return a token (RFC 9068): who holds it, for whom it acts, and what it may be used for."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": use,
        "scope": scope_text(identity),
        "iat": int(issued_at.timestamp()),
        "exp": int((issued_at + _LIVES[use]).timestamp()),
        "jti": str(uuid4()),
        **_holder(identity),
    }
    return jwt.encode({"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": key.kid}, claims, key)


def scope_text(identity: Caller | Operator) -> str:
    """Return the scopes as OAuth writes them."""
    return " ".join(sorted(identity.scopes))


def _holder(identity: Caller | Operator) -> dict[str, Any]:
    if isinstance(identity, Operator):
        return {"sub": OPERATOR_SUBJECT, "client_id": OPERATOR_SUBJECT, "synthetic": False}
    agency_id = str(identity.agency_id)
    holder = {"sub": agency_id, "client_id": agency_id, "synthetic": identity.synthetic}
    person = identity.practitioner
    return holder if person is None else {**holder, "act": _act(person)}


def _act(person: Practitioner) -> dict[str, str]:
    act = {"sub": person.id, "role": person.role.value}
    return act if person.unit is None else {**act, "unit": person.unit}
