"""The form of a token request, read as strictly as OAuth asks (RFC 6749, 2.3, 3.2 and 4.4)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from services.partners.credentials.errors import (
    InvalidClient,
    InvalidTokenRequest,
    UnsupportedGrantType,
)

FORM = "application/x-www-form-urlencoded"
GRANT_TYPE = "client_credentials"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_MOST_PARAMETERS = 20
_ACT = {"act_sub": "sub", "act_unit": "unit", "act_role": "role"}
"""For whom a client with a secret acts; one that signs an assertion says it there."""


@dataclass(frozen=True, slots=True)
class TokenCall:
    """A token request as it was sent, nothing of it read."""

    content_type: str
    authorization: str | None
    form: bytes


@dataclass(frozen=True, slots=True)
class OfferedSecret:
    """A client id, and the secret by which it means to prove who it is."""

    client_id: str
    text: str


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What was asked for, and by what the client means to prove who it is: one of the two."""

    assertion: str | None
    secret: OfferedSecret | None
    act: Mapping[str, str]
    client_id: str | None
    scope: str | None


def read_token_request(call: TokenCall) -> TokenRequest:
    """Return the request in a form; raise the error that OAuth has for one that is amiss."""
    if call.content_type.partition(";")[0].strip().lower() != FORM:
        raise InvalidTokenRequest("content_type", f"The body must be {FORM}.")
    parameters = _parameters(call.form)
    grant_type = parameters.get("grant_type")
    if grant_type is None:
        raise InvalidTokenRequest("grant_type", "grant_type is missing.")
    if grant_type != GRANT_TYPE:
        raise UnsupportedGrantType("grant_type", f"Only {GRANT_TYPE} is supported.")
    assertion, secret = parameters.get("client_assertion"), _secret(call, parameters)
    act = {member: parameters[name] for name, member in _ACT.items() if name in parameters}
    if secret is None:
        if assertion is None or parameters.get("client_assertion_type") != ASSERTION_TYPE:
            raise InvalidClient(
                "no_assertion", f"client_assertion is needed, and {ASSERTION_TYPE} as its type."
            )
        if act:
            raise InvalidTokenRequest("act", "Whom it acts for, the assertion says: act.")
    elif assertion is not None:
        raise InvalidTokenRequest("two_proofs", "Give an assertion or a secret, not both.")
    return TokenRequest(
        assertion, secret, act, parameters.get("client_id"), parameters.get("scope")
    )


def offered_secret(call: TokenCall) -> OfferedSecret | None:
    """Return the secret of a well-formed request; None where there is none to be checked."""
    try:
        return read_token_request(call).secret
    except (InvalidClient, InvalidTokenRequest, UnsupportedGrantType):
        return None


def _secret(call: TokenCall, parameters: Mapping[str, str]) -> OfferedSecret | None:
    text = parameters.get("client_secret")
    if call.authorization is not None:
        if text is not None:
            raise InvalidTokenRequest("two_proofs", "Give the secret once, not twice.")
        return _basic(call.authorization)
    if text is None:
        return None
    return OfferedSecret(parameters.get("client_id", ""), text)


def _basic(authorization: str) -> OfferedSecret:
    """Read what `client_secret_basic` sends: both parts encoded as in a form, then together."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode("ascii")
    except ValueError:
        pair = ""
    client_id, colon, text = pair.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise InvalidClient("unreadable", "The Authorization header can't be read.")
    return OfferedSecret(unquote_plus(client_id), unquote_plus(text))


def _parameters(body: bytes) -> dict[str, str]:
    """Return the parameters that have a value; one without counts as left out."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError:
        raise InvalidTokenRequest("form", "The form can't be read.") from None
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise InvalidTokenRequest("repeated", "A parameter is repeated.")
    return {name: value for name, value in parameters.items() if value}
