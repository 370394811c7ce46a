"""Who is calling and whether they may: asked of every request before anything else is."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.access.caller import Caller, Operator, Scope
from shared.access.policy import RULES, Operation
from shared.access.visibility import Access, require
from shared.auth import TokenUse, TokenVerifier
from shared.errors import Denial, Forbidden, Unauthenticated
from shared.http.session import Session
from shared.transactions import Database

ResultT = TypeVar("ResultT")

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="accessToken",
    bearerFormat="JWT",
    description="A short-lived token from POST /partners/v1/token.",
)


class ScopeMissing(Forbidden):
    """The token was not issued for this."""

    code = "scope_missing"
    title = "The token's scopes do not cover this"


class NotAnAgency(Forbidden):
    """The operator runs the exchange and sees no case."""

    code = "not_an_agency"
    title = "Only an agency may do this"


class NotTheOperator(Forbidden):
    """An agency does not run the exchange."""

    code = "not_the_operator"
    title = "Only the operator may do this"


class AgencyNotYourOwn(Forbidden):
    """Whether there is such an agency is not said: this is answered for any id but one's own."""

    code = "agency_not_your_own"
    title = "An agency may do this for itself alone"


async def identified(
    request: Request,
    session: Session,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller | Operator:
    """Return who holds the request's token, an agency or the operator."""
    token, use = _presented(request, credentials)
    verifier: TokenVerifier = request.app.state.verifier
    identity = await verifier.identify(session, token, use)
    request.scope["alongside.actor"] = identity.actor
    return identity


def _presented(
    request: Request, credentials: HTTPAuthorizationCredentials | None
) -> tuple[str, TokenUse]:
    """Return the token that comes with a request: in a cookie to a page, in a header to the API."""
    if "alongside.session" in request.scope:
        token, use = request.scope["alongside.session"], TokenUse.PAGES
    else:
        token, use = credentials and credentials.credentials, TokenUse.CALLS
    if not token:
        raise Unauthenticated
    return token, use


class _Intermission:
    """Lets a request wait for something without holding the database meanwhile."""

    def __init__(self, request: Request, session: Session, token: str) -> None:
        self._request = request
        self._session = session
        self._token = token

    async def during(self, waiting: Awaitable[ResultT]) -> ResultT:
        """Commit what was done so far, wait, and ask anew whether the token is still good."""
        database: Database = self._request.app.state.database
        async with database.intermission(self._session):
            result = await waiting
        verifier: TokenVerifier = self._request.app.state.verifier
        await verifier.identify(self._session, self._token, TokenUse.CALLS)
        return result


async def _intermission(
    request: Request,
    session: Session,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> _Intermission:
    if credentials is None:
        raise Unauthenticated
    return _Intermission(request, session, credentials.credentials)


Intermission = Annotated[_Intermission, Depends(_intermission)]

Identified = Annotated[Caller | Operator, Depends(identified)]


def calling(*scopes: Scope) -> Callable[..., Awaitable[Caller]]:
    """Return the dependency that lets in agencies whose token has all of `scopes`."""

    async def caller_with_scopes(request: Request, identity: Identified) -> Caller:
        if not isinstance(identity, Caller):
            raise NotAnAgency(denial=_denial(request, "operator"))
        if not identity.scopes.issuperset(scopes):
            raise ScopeMissing(denial=_denial(request, "scope"))
        return identity

    return caller_with_scopes


def operating() -> Callable[..., Awaitable[Operator]]:
    """Return the dependency that lets in the operator alone."""

    async def operator(request: Request, identity: Identified) -> Operator:
        if not isinstance(identity, Operator):
            raise NotTheOperator(denial=_denial(request, "agency"))
        if Scope.AGENCIES_OPERATE not in identity.scopes:
            raise ScopeMissing(denial=_denial(request, "scope"))
        return identity

    return operator


def managing_itself() -> Callable[..., Awaitable[Caller]]:
    """Return the dependency that lets in the agency that the path names, and nobody else."""
    calling_for_itself = calling(Scope.AGENCY_MANAGE)

    async def agency(
        request: Request,
        agency_id: UUID,
        caller: Annotated[Caller, Depends(calling_for_itself)],
    ) -> Caller:
        if caller.agency_id != agency_id:
            raise AgencyNotYourOwn(denial=_denial(request, "another agency"))
        return caller

    return agency


def managing() -> Callable[..., Awaitable[Caller | Operator]]:
    """Return the dependency that lets in the agency that the path names, and the operator."""
    operate, manage = operating(), managing_itself()

    async def manager(request: Request, agency_id: UUID, identity: Identified) -> Caller | Operator:
        if isinstance(identity, Operator):
            return await operate(request, identity)
        if Scope.AGENCY_MANAGE not in identity.scopes:
            raise ScopeMissing(denial=_denial(request, "scope"))
        return await manage(request, agency_id, identity)

    return manager


def allowed(operation: Operation) -> Callable[..., Awaitable[Access]]:
    """Return the dependency that asks the policy about `operation` on the path's case.

    It is solved before a stored answer is replayed and before a body is read.
    """
    calling_for_it = calling(RULES[operation].scope)

    async def access(
        case_id: UUID, caller: Annotated[Caller, Depends(calling_for_it)], session: Session
    ) -> Access:
        return Access(caller, case_id, await require(session, caller, operation, case_id))

    return access


def _denial(request: Request, reason: str) -> Denial:
    return Denial(request.scope["route"].name, None, "route", reason)
