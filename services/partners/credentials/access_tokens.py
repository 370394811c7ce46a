"""Access tokens: what the services believe of a caller for ten minutes (RFC 9068)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

from shared.access.caller import Caller, Operator, Practitioner
from shared.auth import ALGORITHMS, AUDIENCE, OPERATOR_SUBJECT, TOKEN_TYPE

LIFE = timedelta(minutes=10)
(ALGORITHM,) = ALGORITHMS


def sign_access_token(
    key: ECKey, identity: Caller | Operator, *, issuer: str, issued_at: datetime
) -> str:
    """Return a token that says who its holder is, for whom it acts and what it may be used for."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "scope": scope_text(identity),
        "iat": int(issued_at.timestamp()),
        "exp": int((issued_at + LIFE).timestamp()),
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
