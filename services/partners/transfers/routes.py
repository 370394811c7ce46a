"""What can be called about transfers of contributions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.transfers import commands, queries
from services.partners.transfers.views import NewTransfer, Refusal, TransferView
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/partners/v1/cases/{case_id}", route_class=StrictRoute, tags=["contributions"]
)

Contributing = Annotated[Access, Depends(allowed(Operation.CONTRIBUTE))]


@router.post(
    "/contributions/{contribution_id}/transfer", status_code=201, response_model=TransferView
)
async def offer_contribution(
    contribution_id: UUID,
    body: NewTransfer,
    access: Contributing,
    session: Session,
    once: Once,
) -> Response:
    """Offer your own contribution to another agency that takes part, on a basis stated anew.

    It stays yours until that agency accepts, and that agency reads it only then.
    """
    return await once.answer(
        201, lambda: commands.offer_contribution(session, access, contribution_id, body)
    )


@router.get("/transfers")
async def list_transfers(
    access: Annotated[Access, Depends(allowed(Operation.READ_CONTRIBUTION))],
    session: Session,
    page: PageQuery,
) -> Page[TransferView]:
    """List the offers that your agency made or was made; the lead agency reads all."""
    return await queries.list_transfers(session, access, page)


@router.post("/transfers/{transfer_id}/acceptance", response_model=TransferView)
async def accept_contribution(
    transfer_id: UUID, access: Contributing, session: Session, once: Once
) -> Response:
    """Take the contribution over: from now on your agency owns it, and answers for it."""
    return await once.answer(
        200, lambda: commands.accept_contribution(session, access, transfer_id)
    )


@router.post("/transfers/{transfer_id}/decline", response_model=TransferView)
async def decline_contribution(
    transfer_id: UUID, body: Refusal, access: Contributing, session: Session, once: Once
) -> Response:
    """Not take the contribution over, with the reason why; it stays whose it was."""
    return await once.answer(
        200, lambda: commands.decline_contribution(session, access, transfer_id, body)
    )
