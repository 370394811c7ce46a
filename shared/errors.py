"""The tree of errors that a rule may raise; the edges translate them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Denial:
    """What the audit keeps of a refused access."""

    operation: str
    case_id: UUID | None
    subject: str
    reason: str


class DomainError(Exception):
    """A rule was broken. `detail` is for the caller and never holds a submitted value."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "conflict"
    title: ClassVar[str] = "The request conflicts with a rule"

    def __init__(self, detail: str = "", *, denial: Denial | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.denial = denial


class NotFound(DomainError):
    """It does not exist, or must look as if it did not."""

    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(DomainError):
    """The state of the record does not allow this."""


class Invalid(DomainError):
    """The request is well formed but breaks a rule about its content."""

    status = 400
    code = "invalid"
    title = "The request breaks a rule"


class Forbidden(DomainError):
    """The caller may know the record, but may not do this."""

    status = 403
    code = "forbidden"
    title = "Not allowed"


class Unauthenticated(DomainError):
    """No caller, or one that cannot be believed."""

    status = 401
    code = "unauthenticated"
    title = "A valid access token is needed"


class PreconditionRequired(DomainError):
    """State is replaced only by someone who says which state they saw (RFC 6585)."""

    status = 428
    code = "precondition_required"
    title = "If-Match is needed"


class PreconditionFailed(DomainError):
    """The state has moved on since the caller saw it (RFC 9110)."""

    status = 412
    code = "precondition_failed"
    title = "The record has changed"


class Unavailable(DomainError):
    """Something this needs is down; trying again later may work."""

    status = 503
    code = "unavailable"
    title = "Not available at the moment"


class NotYetKnown(NotFound):
    """Another service's fact has not arrived yet: a consumer waits, a caller sees 404."""
