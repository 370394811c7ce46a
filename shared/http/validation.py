"""What was wrong with a request, said without repeating any of it."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, Field
from pydantic_core.core_schema import ErrorType

from shared.errors import DomainError, Invalid, NotFound, PreconditionFailed, PreconditionRequired
from shared.http.inputs import FIELD_NAMES

_PYDANTICS = frozenset(get_args(ErrorType))

_MESSAGES = {
    "missing": "Is needed.",
    "extra_forbidden": "Holds a name that is not known here.",
    "string_too_short": "Must have at least {min_length} characters.",
    "string_too_long": "Must have at most {max_length} characters.",
    "too_short": "Must have at least {min_length} items.",
    "too_long": "Must have at most {max_length} items.",
    "enum": "Must be one of {expected}.",
    "literal_error": "Must be one of {expected}.",
    "greater_than": "Must be more than {gt}.",
    "greater_than_equal": "Must be at least {ge}.",
    "less_than": "Must be less than {lt}.",
    "less_than_equal": "Must be at most {le}.",
    "string_type": "Must be text.",
    "string_pattern_mismatch": "Does not have the expected form.",
    "int_type": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "float_type": "Must be a number.",
    "bool_type": "Must be true or false.",
    "uuid_type": "Must be an id.",
    "uuid_parsing": "Must be an id.",
    "date_type": "Must be a date, as in 2026-11-22.",
    "date_parsing": "Must be a date, as in 2026-11-22.",
    "date_from_datetime_parsing": "Must be a date, as in 2026-11-22.",
    "datetime_type": "Must be an instant, as in 2026-11-22T09:30:00Z.",
    "datetime_parsing": "Must be an instant, as in 2026-11-22T09:30:00Z.",
    "datetime_from_date_parsing": "Must be an instant, as in 2026-11-22T09:30:00Z.",
    "timezone_aware": "Must name its time zone, as in 2026-11-22T09:30:00Z.",
    "model_type": "Must be an object.",
    "model_attributes_type": "Must be an object.",
    "dict_type": "Must be an object.",
    "list_type": "Must be a list.",
    "tuple_type": "Must be a list.",
    "set_type": "Must be a list.",
    "frozen_set_type": "Must be a list.",
}


class IdempotencyKeyNeeded(Invalid):
    """Without a key, a request that is sent twice would be carried out twice."""

    code = "idempotency_key_needed"
    title = "A POST needs an Idempotency-Key of 1 to 128 visible ASCII characters"


class FieldProblem(BaseModel):
    """One thing that is wrong with a body or a query parameter."""

    pointer: str = Field(description="Where: a JSON Pointer (RFC 6901), or a parameter's name.")
    code: str
    message: str


def field_problems(errors: Sequence[Any]) -> list[FieldProblem]:
    """Return what Pydantic found, without what it found it in."""
    return [
        FieldProblem(pointer=_pointer(error), code=error["type"], message=_message(error))
        for error in errors
    ]


def domain_error_of(errors: Sequence[Any]) -> DomainError | None:
    """Return what is wrong with the path or the headers, if anything is.

    An id that can't be one names nothing, so it is not found, as any other that names nothing.
    """
    places = {error["loc"][0] for error in errors}
    if "path" in places:
        return NotFound()
    for error in errors:
        match error["loc"], error["type"]:
            case ("header", "Idempotency-Key"), _:
                return IdempotencyKeyNeeded()
            case ("header", "If-Match"), "missing":
                return PreconditionRequired("Send the ETag of the version that this replaces.")
            case ("header", "If-Match"), _:
                return PreconditionFailed("If-Match is not the ETag of any version.")
    return None


def _pointer(error: Any) -> str:
    """Return where the problem is; a name that a caller made up is left out."""
    place, *parts = error["loc"]
    if place != "body":
        return str(parts[0]) if parts else place
    return "".join(f"/{part}" for part in parts if isinstance(part, int) or part in FIELD_NAMES)


def _message(error: Any) -> str:
    kind = error["type"]
    if kind in _MESSAGES:
        return _MESSAGES[kind].format_map(error.get("ctx", {}))
    if kind not in _PYDANTICS:
        return str(error["msg"])
    return "Is not acceptable."
