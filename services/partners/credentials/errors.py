"""The rules about what proves a client, and about tokens, that a request can break."""

from shared.errors import Conflict, DomainError, Forbidden, Invalid, Unavailable


class UnsuitableKey(Invalid):
    """Only public keys of the kinds named here prove who a client is."""

    code = "unsuitable_key"
    title = "Every key must be public and of a kind this exchange accepts"


class KeyNameTaken(Conflict):
    """One key id names one key for good, so that the audit can be read."""

    code = "key_name_taken"
    title = "A key of this agency has, or had, this kid"


class TooManyCredentials(Conflict):
    """A few overlap; more than that are forgotten ones."""

    code = "too_many_credentials"
    title = "The agency has as many keys, or as many secrets, as it may have: retire one"


class LastCredential(Conflict):
    """Whoever retires the last one locks itself out."""

    code = "last_credential"
    title = "Nothing would be left to prove who the agency is: add another first"


class CredentialAlreadyRetired(Conflict):
    """What has ended can't end again."""

    code = "credential_already_retired"
    title = "The key or secret has been retired already"


class NotInTheFuture(Invalid):
    """What was valid yesterday can't be undone."""

    code = "not_in_the_future"
    title = "The instant must not be in the past"


class SecretNotAllowed(Forbidden):
    """Keys are the rule; the operator allows a secret where there is nobody to look after keys."""

    code = "secret_not_allowed"
    title = "This agency proves itself with keys; the operator may allow it a secret"


class TooBusy(Unavailable):
    """Checking a secret costs much by intention, so only so many are checked at once."""

    code = "too_busy"
    title = "Too many secrets are being checked; try again in a moment"


class TokenRefused(DomainError):
    """No token: an OAuth error (RFC 6749, section 5.2), of which `code` is the name there.

    `detail` is its description; the audit keeps the shorter `reason`.
    """

    status = 400
    title = "No token was issued"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class InvalidTokenRequest(TokenRefused):
    """A parameter is missing, repeated or malformed."""

    code = "invalid_request"


class InvalidClient(TokenRefused):
    """The client is unknown, suspended, or did not prove who it is."""

    status = 401
    code = "invalid_client"


class InvalidScope(TokenRefused):
    """A scope is unknown, or not one that this kind of client may hold."""

    code = "invalid_scope"


class UnsupportedGrantType(TokenRefused):
    """Only client credentials are exchanged here."""

    code = "unsupported_grant_type"
