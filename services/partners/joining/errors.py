"""The rules about joining that a request can break."""

from shared.errors import Conflict, DomainError, Invalid


class JoiningRefused(DomainError):
    """One answer for a wrong code, an old one, a used one, another's, and for no such agency."""

    status = 403
    code = "joining_refused"
    title = "The agency and the code do not go together, or the code is not good any more"


class NoCredential(Invalid):
    """Whoever joins must be able to prove who it is afterwards."""

    code = "no_credential"
    title = "Give public keys, or ask for a secret"


class AgencyIsLive(Conflict):
    """A new code would open what the agency knows to whoever holds it."""

    code = "agency_is_live"
    title = "The agency is live, or has left: suspend a live one before it joins anew"
