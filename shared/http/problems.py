"""Every failure as problem+json (RFC 9457), or as a page: what is wrong, never what was sent."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from shared.auth import InvalidToken
from shared.errors import DomainError, NotFound, Unauthenticated, Unavailable
from shared.http.callers import ScopeMissing
from shared.http.database_faults import as_domain_error
from shared.http.problem_types import code_of
from shared.http.validation import FieldProblem, domain_error_of, field_problems
from shared.idempotency import RequestInFlight

MEDIA_TYPE = "application/problem+json"


class MalformedInput(DomainError):
    """The body or the query is not what the operation takes."""

    status = 422
    code = "malformed_input"
    title = "The request is not what this operation takes"


class Fault(DomainError):
    """Something here is broken; what it is stays in the log."""

    status = 500
    code = "fault"
    title = "Something went wrong on our side"


class Problem(BaseModel):
    """What every failure is answered with."""

    type: str = Field(examples=["https://exchange.example/partners/problems#not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["not_found"])
    request_id: str
    errors: list[FieldProblem] | None = None


def problem(
    scope: Scope, error: DomainError, *, errors: list[FieldProblem] | None = None
) -> Response:
    """Return a broken rule as a response; whatever is not found looks the same."""
    if error.status == NotFound.status:
        error = NotFound()
    body = Problem(
        type=_type(scope, error.code),
        title=error.title,
        status=error.status,
        detail=error.detail or f"{error.title}.",
        code=error.code,
        request_id=scope["alongside.request_id"],
        errors=errors,
    )
    return _response(scope, body, _headers_of(error))


def refusal(scope: Scope, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """Return what is said by its status alone."""
    if status == NotFound.status:
        return problem(scope, NotFound())
    code = code_of(status)
    body = Problem(
        type=_type(scope, code),
        title=status.phrase,
        status=status,
        detail=f"{status.description or status.phrase}.",
        code=code,
        request_id=scope["alongside.request_id"],
    )
    return _response(scope, body, headers)


def _type(scope: Scope, code: str) -> str:
    """Return where the type is explained: on a page of the service itself."""
    return f"{scope['app'].state.problem_page}#{code}"


def _response(scope: Scope, body: Problem, headers: Mapping[str, str] | None) -> Response:
    """Return what is wrong as JSON, or as the page that a person who asked for a page is shown."""
    if "alongside.page_of" in scope:
        page: Response = scope["alongside.page_of"](body)
        return page
    return Response(
        body.model_dump_json(exclude_none=True), body.status, headers, media_type=MEDIA_TYPE
    )


def _headers_of(error: DomainError) -> dict[str, str]:
    match error:
        case InvalidToken():
            return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        case Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case ScopeMissing():
            return {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
        case Unavailable() | RequestInFlight():
            return {"Retry-After": "1"}
    return {}


async def _domain_error(request: Request, error: DomainError) -> Response:
    return problem(request.scope, error)


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    meaning = domain_error_of(found)
    if meaning is not None:
        return problem(request.scope, meaning)
    return problem(request.scope, MalformedInput(), errors=field_problems(found))


async def _http_error(request: Request, error: HTTPException) -> Response:
    """Answer what the framework refuses by itself: unknown paths and methods, bodies too large."""
    headers = error.headers
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = _allow(request) or headers
    return refusal(request.scope, HTTPStatus(error.status_code), headers)


def _allow(request: Request) -> dict[str, str]:
    """Return all that may be done with a path; the framework knows of one route only."""
    operations = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    return {"Allow": ", ".join(map(str.upper, operations))} if operations else {}


async def _database_error(request: Request, error: SQLAlchemyError | OSError) -> Response:
    meaning = as_domain_error(error)
    if meaning is None:
        raise error
    return problem(request.scope, meaning)


def answer_failures(app: FastAPI) -> None:
    """Let `app` answer every failure as problem+json."""
    app.add_exception_handler(DomainError, _domain_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _validation_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    app.add_exception_handler(SQLAlchemyError, _database_error)  # type: ignore[arg-type]
    app.add_exception_handler(OSError, _database_error)  # type: ignore[arg-type]
