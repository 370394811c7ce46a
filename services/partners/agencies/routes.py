"""What can be called about agencies, and where clients get their tokens."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.partners.agencies import commands, queries
from services.partners.agencies.authority import AUTHENTICATION, Authority
from services.partners.agencies.token_request import FORM
from services.partners.agencies.views import (
    AgencyView,
    AuthorizationServer,
    IssuedToken,
    NewAgency,
    OAuthError,
    SigningKeySet,
)
from services.partners.errors import InvalidClient, TokenRefused
from shared.http.callers import Identified, operating
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

PUBLIC = frozenset(
    {
        "/partners/v1/token",
        "/partners/v1/jwks",
        "/partners/.well-known/oauth-authorization-server",
    }
)
"""Anonymous by nature: a client comes here to prove who it is, or to learn how."""

_MAY_BE_KEPT = {"Cache-Control": "public, max-age=300"}

router = APIRouter(prefix="/partners", route_class=StrictRoute)


async def _authority(request: Request) -> Authority:
    authority: Authority = request.app.state.authority
    return authority


_Authority = Annotated[Authority, Depends(_authority)]


@router.post(
    "/v1/agencies",
    status_code=201,
    response_model=AgencyView,
    tags=["agencies"],
    dependencies=[Depends(operating())],
)
async def register_agency(body: NewAgency, session: Session, once: Once) -> Response:
    """Register an agency (the operator alone). Keys are public; the agency keeps the private half.

    Its `agency_id` is the client id it asks for tokens with.
    """
    return await once.answer(
        201,
        lambda: commands.register_agency(session, body),
        location=lambda agency: f"/partners/v1/agencies/{agency.agency_id}",
    )


@router.get("/v1/agencies", tags=["agencies"])
async def list_agencies(
    identity: Identified, session: Session, page: PageQuery
) -> Page[AgencyView]:
    """List the agencies on the exchange, the newest first; made-up ones see only one another."""
    return await queries.list_agencies(session, identity, page)


@router.get("/v1/agencies/{agency_id}", tags=["agencies"])
async def read_agency(agency_id: UUID, identity: Identified, session: Session) -> AgencyView:
    """Read one agency of the directory."""
    return await queries.read_agency(session, identity, agency_id)


@router.post(
    "/v1/agencies/{agency_id}/suspension",
    response_model=AgencyView,
    tags=["agencies"],
    dependencies=[Depends(operating())],
)
async def suspend_agency(agency_id: UUID, session: Session, once: Once) -> Response:
    """Suspend an agency (the operator alone): it gets no tokens, and those it has stop working."""
    return await once.answer(200, lambda: commands.suspend_agency(session, agency_id))


@router.post(
    "/v1/agencies/{agency_id}/resumption",
    response_model=AgencyView,
    tags=["agencies"],
    dependencies=[Depends(operating())],
)
async def resume_agency(agency_id: UUID, session: Session, once: Once) -> Response:
    """Let a suspended agency use the exchange again (the operator alone)."""
    return await once.answer(200, lambda: commands.resume_agency(session, agency_id))


@router.post(
    "/v1/token",
    tags=["tokens"],
    responses={400: {"model": OAuthError}, 401: {"model": OAuthError}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type", "client_assertion_type", "client_assertion"],
                        "properties": {
                            "grant_type": {"type": "string"},
                            "client_assertion_type": {"type": "string"},
                            "client_assertion": {"type": "string"},
                            "client_id": {"type": "string"},
                            "scope": {"type": "string"},
                        },
                    }
                }
            },
        }
    },
)
async def issue_token(
    request: Request, response: Response, authority: _Authority, session: Session
) -> IssuedToken:
    """Exchange a signed assertion for an access token: OAuth 2.0 client credentials.

    The assertion is a JWT (RFC 7523 as updated by RFC 10070) signed with ES256, Ed25519 or PS256:
    header `typ` "client-authentication+jwt"; `iss` and `sub` the client id; `aud` the issuer
    identifier alone, as a string; `exp` at most five minutes ahead; `jti` new for each. Where a
    practitioner is acted for it says so: `act` with `sub` (a stable id), `role` and `unit`.
    """
    response.headers["Pragma"] = "no-cache"
    return await commands.issue_token(
        session,
        authority,
        content_type=request.headers.get("Content-Type", ""),
        form=await request.body(),
    )


async def answer_refusal(_request: Request, refusal: Exception) -> Response:
    """Answer as OAuth does (RFC 6749, section 5.2), not as the rest of the exchange."""
    if not isinstance(refusal, TokenRefused):
        raise refusal
    challenge = {"WWW-Authenticate": AUTHENTICATION} if isinstance(refusal, InvalidClient) else {}
    body = OAuthError(error=refusal.code, error_description=refusal.detail)
    return Response(
        body.model_dump_json(),
        refusal.status,
        headers={"Cache-Control": "no-store", "Pragma": "no-cache", **challenge},
        media_type="application/json",
    )


@router.get("/v1/jwks", tags=["tokens"])
async def list_signing_keys(response: Response, session: Session) -> SigningKeySet:
    """Return the public keys that access tokens are signed with, as a JWK set (RFC 7517)."""
    response.headers.update(_MAY_BE_KEPT)
    return await queries.list_signing_keys(session)


@router.get("/.well-known/oauth-authorization-server", tags=["tokens"])
async def describe_token_issuing(response: Response, authority: _Authority) -> AuthorizationServer:
    """Return how and where to get a token (RFC 8414)."""
    response.headers.update(_MAY_BE_KEPT)
    return authority.metadata()
