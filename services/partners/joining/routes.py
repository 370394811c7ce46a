"""What can be called to be invited to the exchange, and to join it."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.partners.credentials.routes import Hashing
from services.partners.joining import commands
from services.partners.joining.errors import JoiningRefused
from services.partners.joining.views import (
    InvitedAgencyView,
    JoinedView,
    Joining,
    JoiningCodeView,
    NewAgency,
)
from shared.http.callers import operating
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.transactions import Database

PUBLIC = frozenset({"/partners/v1/joining"})
"""Anonymous by nature: an agency comes here to get what it will prove itself with."""

router = APIRouter(prefix="/partners", route_class=StrictRoute, tags=["agencies"])

_SHOWN_ONCE = frozenset({"joining_code"})


@router.post(
    "/v1/agencies",
    status_code=201,
    response_model=InvitedAgencyView,
    dependencies=[Depends(operating())],
)
async def invite_agency(body: NewAgency, session: Session, once: Once) -> Response:
    """Invite an agency (the operator alone). The answer has the code that it joins with.

    Its `agency_id` is the client id that it will ask for tokens with. The code is good once and
    for 14 days; hand it over by a way that nobody else reads.
    """
    return await once.answer(
        201,
        lambda: commands.invite_agency(session, body),
        location=lambda agency: f"/partners/v1/agencies/{agency.agency_id}",
        shown_once=_SHOWN_ONCE,
    )


@router.post(
    "/v1/agencies/{agency_id}/joining-code",
    status_code=201,
    response_model=JoiningCodeView,
    dependencies=[Depends(operating())],
)
async def renew_joining_code(agency_id: UUID, session: Session, once: Once) -> Response:
    """Give an agency another code (the operator alone); the one before is good no more.

    So joins again who has lost its keys: until it is live, or while it is suspended.
    """
    return await once.answer(
        201,
        lambda: commands.renew_joining_code(session, agency_id),
        shown_once=_SHOWN_ONCE,
    )


@router.post("/v1/joining", status_code=201)
async def join_exchange(
    request: Request, body: Joining, hashing: Hashing, session: Session
) -> JoinedView:
    """Join the exchange with the code from the operator: register keys, or get a secret.

    A code that does not fit is answered in one way whatever is amiss with it; ten of those end
    the right one. Whoever has joined can read its feed and look after itself; no case reaches it
    before it is live.
    """
    database: Database = request.app.state.database
    async with database.transaction() as trying:
        is_good = await commands.try_code(trying, body)
    if not is_good:
        raise JoiningRefused
    made = await hashing.make() if body.wants_secret else None
    return await commands.join_exchange(session, body, made)
