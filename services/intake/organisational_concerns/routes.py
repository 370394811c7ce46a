"""Organisational concerns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.intake.organisational_concerns import commands, queries
from services.intake.organisational_concerns.views import (
    NewOrganisationalConcern,
    NewStrandCase,
    NewStrandDecision,
    NewStrandEnding,
    NewStrandRemoval,
    OrganisationalConcernReceipt,
    OrganisationalConcernView,
)
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/intake/v1/organisational-concerns",
    route_class=StrictRoute,
    tags=["organisational concerns"],
)

Raising = Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))]
Reading = Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))]
Deciding = Annotated[Caller, Depends(calling(Scope.DECISIONS_WRITE))]


async def known(record_id: UUID, caller: Deciding, session: Session) -> UUID:
    """Return the id of a concern that the caller may know of, before any answer is repeated."""
    await queries.concern_for(session, caller, record_id)
    return record_id


Known = Annotated[UUID, Depends(known)]


@router.post("", status_code=201, response_model=OrganisationalConcernReceipt)
async def raise_organisational_concern(
    body: NewOrganisationalConcern, caller: Raising, session: Session, once: Once
) -> Response:
    """Raise a concern about a provider, a ward or another place, and not about one adult."""
    return await once.answer(
        201,
        lambda: commands.raise_organisational_concern(session, caller, body),
        location=lambda receipt: f"/intake/v1/organisational-concerns/{receipt.record_id}",
    )


@router.get("")
async def list_organisational_concerns(
    caller: Reading, session: Session, page: PageQuery
) -> Page[OrganisationalConcernView]:
    """List the organisational concerns that your council leads or you raised, the newest first."""
    return await queries.list_organisational_concerns(session, caller, page)


@router.get("/{record_id}")
async def read_organisational_concern(
    record_id: UUID, caller: Reading, session: Session
) -> OrganisationalConcernView:
    """Read one, with the cases beside it that you may know. Who raised it reads what they sent."""
    concern = await queries.concern_for(session, caller, record_id)
    [view] = await queries.show(session, caller, [concern])
    return view


@router.post("/{record_id}/decision", status_code=201, response_model=OrganisationalConcernView)
async def decide_strand(
    record_id: Known, body: NewStrandDecision, caller: Deciding, session: Session, once: Once
) -> Response:
    """Decide what to do, such as a large-scale enquiry, or decide anew. Lead only."""
    return await once.answer(201, lambda: commands.decide_strand(session, caller, record_id, body))


@router.post("/{record_id}/cases", status_code=201, response_model=OrganisationalConcernView)
async def link_strand_case(
    record_id: Known, body: NewStrandCase, caller: Deciding, session: Session, once: Once
) -> Response:
    """Look at a case that your council leads with the others. It stays a case, counted as one."""
    return await once.answer(
        201, lambda: commands.link_strand_case(session, caller, record_id, body)
    )


@router.post(
    "/{record_id}/cases/removal",
    status_code=201,
    response_model=OrganisationalConcernView,
)
async def unlink_strand_case(
    record_id: Known,
    body: NewStrandRemoval,
    caller: Deciding,
    session: Session,
    once: Once,
) -> Response:
    """Take a case out again. Lead only."""
    return await once.answer(
        201, lambda: commands.unlink_strand_case(session, caller, record_id, body)
    )


@router.post("/{record_id}/closure", status_code=201, response_model=OrganisationalConcernView)
async def close_strand(
    record_id: Known, body: NewStrandEnding, caller: Deciding, session: Session, once: Once
) -> Response:
    """Say how it ended. The cases beside it go on."""
    return await once.answer(201, lambda: commands.close_strand(session, caller, record_id, body))
