"""Every type of problem there is (RFC 9457): what it means, and what whoever meets it should do.

Gathered from the tree of errors, so that none is missing; what to do follows from the status
where nothing more particular is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from shared.errors import DomainError

_BY_STATUS = {
    400: "Mend the request as the title and the detail say, and send it with a new key.",
    401: "Ask for a token (`POST /partners/v1/token`) and send the request again with it.",
    403: "Don't repeat it. Ask with the scope, the role or the agency that may do this.",
    404: "Check the address. What you may not know of looks the same as what is not there.",
    405: "Use one of the methods that the answer's `Allow` header names.",
    408: "Send the whole body without a pause, with the same `Idempotency-Key`.",
    409: "Read the record again: it is not in a state that allows this, and repeating won't help.",
    412: "Read the record again, decide anew, and send its new `ETag` as `If-Match`.",
    413: "Send less at once: a body may be 512 KiB.",
    415: "Send JSON, with `Content-Type: application/json`.",
    422: "Mend what `errors` names: the request is not what the API's description says.",
    428: "Read the record and send its `ETag` as `If-Match`.",
    500: "Send it again later with the same `Idempotency-Key`; tell the operator the `request_id`.",
    503: "Wait as long as `Retry-After` says and send it again with the same `Idempotency-Key`.",
}

_BY_CODE = {
    "idempotency_key_needed": "Make a new key for each new request, and keep it for repeats.",
    "idempotency_key_reused": "Use a new key: this one belongs to another request.",
    "request_in_flight": "Wait as long as `Retry-After` says and ask again with the same key.",
    "invalid_cursor": "Begin the list anew, without a cursor.",
    "no_lead_agency": "Telephone the council: nobody on the exchange can take the concern.",
    "employer_not_matched": "Check whom the source works for; say so in the request, or don't.",
    "reader_unnamed": "Name who reads in the assertion's `act` claim, and ask for a new token.",
}

_REFUSALS = {
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_TIMEOUT: "request_timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request_entity_too_large",
}
"""What is refused by its status alone; named here, because Python has renamed some."""

_OF_OAUTH = "TokenRefused"
"""Refusals of a token are answered as OAuth does, not as problems (RFC 6749, section 5.2)."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type of problem, as it is documented."""

    code: str
    status: int
    title: str
    meaning: str
    advice: str


def code_of(status: HTTPStatus) -> str:
    """Return the code of what is refused by its status alone."""
    return _REFUSALS.get(status, status.name.lower())


def problem_types(*packages: str) -> list[ProblemType]:
    """Return the problems that these packages can answer with, as far as they are imported."""
    found = {status: _of_status(status, code) for status, code in _REFUSALS.items()}
    by_code = {each.code: each for each in found.values()}
    for error in _errors(DomainError):
        if error.__module__.startswith(packages):
            by_code[error.code] = _of_error(error)
    return [by_code[code] for code in sorted(by_code)]


def _errors(error: type[DomainError]) -> Iterator[type[DomainError]]:
    """Yield every class that has a code of its own, the most general first."""
    if "code" in vars(error):
        yield error
    for narrower in error.__subclasses__():
        if narrower.__name__ != _OF_OAUTH:
            yield from _errors(narrower)


def _of_error(error: type[DomainError]) -> ProblemType:
    meaning = " ".join((error.__doc__ or error.title).partition("\n\n")[0].split())
    return ProblemType(
        error.code, error.status, error.title, meaning, _advice(error.code, error.status)
    )


def _of_status(status: HTTPStatus, code: str) -> ProblemType:
    words = status.description or status.phrase
    return ProblemType(code, status, status.phrase, f"{words}.", _advice(code, status))


def _advice(code: str, status: int) -> str:
    return _BY_CODE.get(code) or _BY_STATUS[status]
