"""What can be called about the exchange's keys."""

from fastapi import APIRouter, Depends, Response

from services.partners.signing_keys import commands, queries
from services.partners.signing_keys.views import NewRotation, RotationView, SigningKeySet
from shared.http.callers import operating
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

PUBLIC = frozenset({"/partners/v1/jwks"})
"""Anonymous by nature: whoever reads a token wants to know that it is ours."""

router = APIRouter(prefix="/partners", route_class=StrictRoute)


@router.get("/v1/jwks", tags=["tokens"])
async def list_signing_keys(response: Response, session: Session) -> SigningKeySet:
    """Return the public keys that access tokens are signed with, as a JWK set (RFC 7517)."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return await queries.list_signing_keys(session)


@router.post(
    "/v1/signing-keys",
    status_code=201,
    response_model=RotationView,
    tags=["tokens"],
    dependencies=[Depends(operating())],
)
async def rotate_signing_key(body: NewRotation, session: Session, once: Once) -> Response:
    """Have a new key sign the access tokens (the operator alone).

    It takes over after five minutes, when every service knows it; what the old one signed is
    believed until it expires. Of a compromised key nothing is believed from this moment on.
    """
    return await once.answer(201, lambda: commands.rotate_signing_key(session, body))
