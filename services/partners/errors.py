"""The rules of partners that a request can break."""

from typing import ClassVar

from shared.errors import Conflict, DomainError, Invalid, Unavailable


class UnsuitableIdentifier(Invalid):
    """A code is not written as its register writes it, or is given twice."""

    code = "unsuitable_identifier"
    title = "An identifier does not have its register's form, or is given twice"


class UnsuitableKey(Invalid):
    """Only public keys of the kinds named here prove who a client is."""

    code = "unsuitable_key"
    title = "Every key must be public and of a kind this exchange accepts"


class IdentifierTaken(Conflict):
    """One code names one agency."""

    code = "identifier_taken"
    title = "Another agency on the exchange has one of these identifiers"


class AgencyAlreadySuspended(Conflict):
    """An agency is suspended once."""

    code = "agency_already_suspended"
    title = "The agency is suspended already"


class AgencyNotSuspended(Conflict):
    """Only what is suspended can be resumed."""

    code = "agency_not_suspended"
    title = "The agency is not suspended"


class NoSigningKeyYet(Unavailable):
    """The worker makes the first signing key when it starts."""

    code = "no_signing_key_yet"
    title = "The exchange has no key to sign with yet; try again in a moment"


class TokenRefused(DomainError):
    """No token: an OAuth error (RFC 6749, section 5.2). `detail` is its description."""

    status = 400
    title = "No token was issued"
    error: ClassVar[str]


class InvalidTokenRequest(TokenRefused):
    """A parameter is missing, repeated or malformed."""

    code = error = "invalid_request"


class InvalidClient(TokenRefused):
    """The client is unknown, suspended, or did not prove who it is."""

    status = 401
    code = error = "invalid_client"


class InvalidScope(TokenRefused):
    """A scope is unknown, or not one that this kind of client may hold."""

    code = error = "invalid_scope"


class UnsupportedGrantType(TokenRefused):
    """Only client credentials are exchanged here."""

    code = error = "unsupported_grant_type"
