"""What can be called about credentials, and where clients get their tokens."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from services.partners.credentials import commands, queries
from services.partners.credentials.authority import Authority
from services.partners.credentials.errors import InvalidClient, TokenRefused
from services.partners.credentials.secrets import SecretHashing
from services.partners.credentials.token_request import FORM, TokenCall, offered_secret
from services.partners.credentials.views import (
    AuthorizationServer,
    CredentialsView,
    IssuedToken,
    KeyView,
    NewKey,
    NewSecret,
    NewSecretView,
    OAuthError,
    Retirement,
    SecretPermissionView,
    SecretView,
)
from shared.http.callers import managing, managing_itself, operating
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.transactions import Database

PUBLIC = frozenset({"/partners/v1/token", "/partners/.well-known/oauth-authorization-server"})
"""Anonymous by nature: a client comes here to prove who it is, or to learn how."""

router = APIRouter(prefix="/partners", route_class=StrictRoute)

_CHALLENGE = 'Basic realm="alongside", charset="UTF-8", private_key_jwt'
_FORM_PARAMETERS = (
    "grant_type",
    "client_assertion_type",
    "client_assertion",
    "client_id",
    "client_secret",
    "act_sub",
    "act_unit",
    "act_role",
    "scope",
)


async def _authority(request: Request) -> Authority:
    authority: Authority = request.app.state.authority
    return authority


async def secret_hashing(request: Request) -> SecretHashing:
    """Return what hashes secrets in this process."""
    hashing: SecretHashing = request.app.state.secret_hashing
    return hashing


_Authority = Annotated[Authority, Depends(_authority)]
Hashing = Annotated[SecretHashing, Depends(secret_hashing)]
_KeyId = Annotated[str, Path(min_length=1, max_length=100)]


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
                        "required": ["grant_type"],
                        "properties": {name: {"type": "string"} for name in _FORM_PARAMETERS},
                    }
                }
            },
        }
    },
)
async def issue_token(
    request: Request, response: Response, authority: _Authority, hashing: Hashing, session: Session
) -> IssuedToken:
    """Exchange a signed assertion, or a secret, for an access token: OAuth 2.0 client credentials.

    The assertion is a JWT (RFC 7523 as updated by RFC 10070) signed with ES256, Ed25519 or PS256:
    header `typ` "client-authentication+jwt"; `iss` and `sub` the client id; `aud` the issuer
    identifier alone, as a string; `exp` at most five minutes ahead; `jti` new for each. Where a
    practitioner is acted for it says so: `act` with `sub` (a stable id), `role` and `unit`.

    An agency that may use a secret sends it as HTTP Basic or as `client_id` and `client_secret`,
    and whom it acts for as `act_sub`, `act_role` and `act_unit`.
    """
    response.headers["Pragma"] = "no-cache"
    call = TokenCall(
        content_type=request.headers.get("Content-Type", ""),
        authorization=request.headers.get("Authorization"),
        form=await request.body(),
    )
    is_right = await _is_secret_right(request.app.state.database, hashing, call)
    return await commands.issue_token(session, authority, call, is_secret_right=is_right)


async def _is_secret_right(database: Database, hashing: SecretHashing, call: TokenCall) -> bool:
    """Check the secret that is offered, if one is, while no transaction is open."""
    offered = offered_secret(call)
    if offered is None:
        return False
    async with database.transaction() as session:
        kept = await queries.kept_hash(session, offered)
    return await hashing.is_right(offered.text, kept)


async def answer_refusal(_request: Request, refusal: Exception) -> Response:
    """Answer as OAuth does (RFC 6749, section 5.2), not as the rest of the exchange."""
    if not isinstance(refusal, TokenRefused):
        raise refusal
    challenge = {"WWW-Authenticate": _CHALLENGE} if isinstance(refusal, InvalidClient) else {}
    body = OAuthError(error=refusal.code, error_description=refusal.detail)
    return Response(
        body.model_dump_json(),
        refusal.status,
        headers={"Cache-Control": "no-store", "Pragma": "no-cache", **challenge},
        media_type="application/json",
    )


@router.get("/.well-known/oauth-authorization-server", tags=["tokens"])
async def describe_token_issuing(response: Response, authority: _Authority) -> AuthorizationServer:
    """Return how and where to get a token (RFC 8414)."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return authority.metadata()


@router.get(
    "/v1/agencies/{agency_id}/credentials",
    tags=["credentials"],
    dependencies=[Depends(managing())],
)
async def list_credentials(agency_id: UUID, session: Session) -> CredentialsView:
    """List what the agency proves itself with now, and will: by name and dates, never in full."""
    return await queries.list_credentials(session, agency_id)


@router.post(
    "/v1/agencies/{agency_id}/keys",
    status_code=201,
    response_model=KeyView,
    tags=["credentials"],
    dependencies=[Depends(managing_itself())],
)
async def add_key(agency_id: UUID, body: NewKey, session: Session, once: Once) -> Response:
    """Add a public key; those that there are stay valid beside it until they are retired."""
    return await once.answer(201, lambda: commands.add_key(session, agency_id, body))


@router.post(
    "/v1/agencies/{agency_id}/keys/{key_id}/retirement",
    response_model=KeyView,
    tags=["credentials"],
    dependencies=[Depends(managing())],
)
async def retire_key(
    agency_id: UUID, key_id: _KeyId, body: Retirement, session: Session, once: Once
) -> Response:
    """Let a key end, at once or at an instant to come. There must always be something left."""
    return await once.answer(200, lambda: commands.retire_key(session, agency_id, key_id, body))


@router.post(
    "/v1/agencies/{agency_id}/secrets",
    status_code=201,
    response_model=NewSecretView,
    tags=["credentials"],
    dependencies=[Depends(managing_itself())],
)
async def add_secret(
    agency_id: UUID, body: NewSecret, hashing: Hashing, session: Session, once: Once
) -> Response:
    """Get a new secret, where the operator allows the agency one. It is shown this once.

    The secrets that there are stay valid beside it for a week, or for as long as is asked.
    """
    made = await hashing.make()
    return await once.answer(
        201,
        lambda: commands.add_secret(session, agency_id, made, body),
        shown_once=frozenset({"client_secret"}),
    )


@router.post(
    "/v1/agencies/{agency_id}/secrets/{secret_id}/retirement",
    response_model=SecretView,
    tags=["credentials"],
    dependencies=[Depends(managing())],
)
async def retire_secret(
    agency_id: UUID, secret_id: UUID, body: Retirement, session: Session, once: Once
) -> Response:
    """Let a secret end, at once or at an instant to come. There must always be something left."""
    return await once.answer(
        200, lambda: commands.retire_secret(session, agency_id, secret_id, body)
    )


@router.post(
    "/v1/agencies/{agency_id}/secret-permission",
    response_model=SecretPermissionView,
    tags=["credentials"],
    dependencies=[Depends(operating())],
)
async def permit_secret(agency_id: UUID, session: Session, once: Once) -> Response:
    """Let an agency use a secret in place of keys (the operator alone); meant for small ones."""
    return await once.answer(200, lambda: commands.permit_secret(session, agency_id))


@router.post(
    "/v1/agencies/{agency_id}/secret-prohibition",
    response_model=SecretPermissionView,
    tags=["credentials"],
    dependencies=[Depends(operating())],
)
async def forbid_secret(agency_id: UUID, session: Session, once: Once) -> Response:
    """Let an agency use no secret any more (the operator alone): those that it has end at once."""
    return await once.answer(200, lambda: commands.forbid_secret(session, agency_id))
