"""The form of a token request: read as strictly as OAuth asks (RFC 6749, sections 3.2 and 4.4)."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from services.partners.errors import InvalidClient, InvalidTokenRequest, UnsupportedGrantType

FORM = "application/x-www-form-urlencoded"
GRANT_TYPE = "client_credentials"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_MOST_PARAMETERS = 20


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What was asked for, and the assertion by which the client means to prove who it is."""

    assertion: str
    client_id: str | None
    scope: str | None


def read_token_request(content_type: str, body: bytes) -> TokenRequest:
    """Return the request in a form; raise the error that OAuth has for one that is amiss."""
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise InvalidTokenRequest("content_type", f"The body must be {FORM}.")
    parameters = _parameters(body)
    grant_type = parameters.get("grant_type")
    if grant_type is None:
        raise InvalidTokenRequest("grant_type", "grant_type is missing.")
    if grant_type != GRANT_TYPE:
        raise UnsupportedGrantType("grant_type", f"Only {GRANT_TYPE} is supported.")
    assertion = parameters.get("client_assertion")
    if assertion is None or parameters.get("client_assertion_type") != ASSERTION_TYPE:
        raise InvalidClient(
            "no_assertion", f"client_assertion is needed, and {ASSERTION_TYPE} as its type."
        )
    return TokenRequest(assertion, parameters.get("client_id"), parameters.get("scope"))


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
