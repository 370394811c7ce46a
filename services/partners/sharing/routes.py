"""What can be called about who takes part in a case."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.partners.sharing import commands, queries
from services.partners.sharing.views import (
    InvitationView,
    NewParty,
    PartiesView,
    Parting,
    PartyView,
)
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["parties"])


@router.post("/cases/{case_id}/parties", status_code=201, response_model=PartyView)
async def invite_party(
    body: NewParty,
    access: Annotated[Access, Depends(allowed(Operation.INVITE_PARTY))],
    session: Session,
    once: Once,
) -> Response:
    """Invite an agency to take part, as the lead agency.

    An agency under a hold or an exclusion can't be invited. Where an alleged source's employer
    could not be matched with an agency on the exchange, a care provider is invited only after
    someone has checked that it is not that employer.
    """
    return await once.answer(201, lambda: commands.invite_party(session, access, body))


@router.get("/cases/{case_id}/parties")
async def list_parties(
    access: Annotated[Access, Depends(allowed(Operation.READ_PARTIES))], session: Session
) -> PartiesView:
    """List the agencies that take part; the lead agency also sees who was invited or has gone."""
    return await queries.list_parties(session, access)


@router.post("/cases/{case_id}/parties/acceptance", response_model=InvitationView)
async def accept_invitation(
    access: Annotated[Access, Depends(allowed(Operation.RESPOND_TO_INVITATION))],
    session: Session,
    once: Once,
) -> Response:
    """Take part in the case, as the invited agency."""
    return await once.answer(200, lambda: commands.accept_invitation(session, access))


@router.post("/cases/{case_id}/parties/decline", response_model=InvitationView)
async def decline_invitation(
    body: Parting,
    access: Annotated[Access, Depends(allowed(Operation.RESPOND_TO_INVITATION))],
    session: Session,
    once: Once,
) -> Response:
    """Refuse to take part, as the invited agency; the lead agency reads why."""
    return await once.answer(200, lambda: commands.decline_invitation(session, access, body))


@router.post("/cases/{case_id}/parties/departure", response_model=InvitationView)
async def leave_case(
    body: Parting,
    access: Annotated[Access, Depends(allowed(Operation.LEAVE))],
    session: Session,
    once: Once,
) -> Response:
    """Take part no longer; the lead agency reads why. From then on the case is closed to you."""
    return await once.answer(200, lambda: commands.leave_case(session, access, body))


@router.get("/invitations")
async def list_invitations(
    caller: Annotated[Caller, Depends(calling(Scope.PARTIES_READ))],
    session: Session,
    page: PageQuery,
) -> Page[InvitationView]:
    """List the invitations that wait for your agency's answer, newest first."""
    return await queries.list_invitations(session, caller, page)
