"""The rules about signing in that a request can break."""

from enum import StrEnum

from shared.errors import Denial, Forbidden


class Refusal(StrEnum):
    """Why somebody was not let in, as the audit keeps it."""

    FAILED = "failed"
    NO_PRACTITIONER = "no_practitioner"
    UNKNOWN_AGENCY = "unknown_agency"
    UNMAPPED_ROLE = "unmapped_role"
    NOT_LIVE = "not_live"


class SignInRefused(Forbidden):
    """Whom nothing vouches for sees no page; what was missing is told to the audit alone."""

    code = "sign_in_refused"
    title = "You could not be signed in"

    def __init__(self, refusal: Refusal, subject: str) -> None:
        """Say why, and where it was tried: at which provider, or as whom."""
        super().__init__(_TOLD[refusal], denial=Denial("sign_in", None, subject, refusal))
        self.refusal = refusal


_NOT_SET_UP = (
    "Your account is not set up for Alongside, or not any more. "
    "Ask whoever looks after Alongside in your organisation."
)
_TOLD = dict.fromkeys(Refusal, _NOT_SET_UP) | {
    Refusal.FAILED: "Something went wrong on the way. Start again from the sign-in page."
}
