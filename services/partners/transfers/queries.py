"""What can be read of transfers: by the two agencies, and by the lead."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.transfers.models import Transfer, TransferState
from services.partners.transfers.views import TransferView
from shared.access.policy import Relation
from shared.access.visibility import Access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal


def readable_by(access: Access) -> ColumnElement[bool]:
    """Return the filter of a case's transfers: the lead reads all, the others their own."""
    if access.relation is Relation.LEAD:
        return true()
    agency_id = access.caller.agency_id
    return or_(Transfer.from_agency_id == agency_id, Transfer.to_agency_id == agency_id)


async def transfer_of(session: AsyncSession, access: Access, transfer_id: UUID) -> Transfer:
    """Lock and return a transfer that the caller may read; raises `NotFound`."""
    transfer = await session.scalar(
        select(Transfer)
        .where(
            Transfer.case_id == access.case_id,
            Transfer.transfer_id == transfer_id,
            readable_by(access),
        )
        .with_for_update()
    )
    if transfer is None:
        raise NotFound
    return transfer


async def open_offer(session: AsyncSession, contribution_id: UUID) -> Transfer | None:
    """Return the offer of a contribution that waits for an answer."""
    transfer: Transfer | None = await session.scalar(
        select(Transfer).where(
            Transfer.contribution_id == contribution_id, Transfer.state == TransferState.OFFERED
        )
    )
    return transfer


async def list_transfers(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[TransferView]:
    """Return the transfers in a case that the caller may read, newest first."""
    found = await paginate(
        session,
        select(Transfer).where(Transfer.case_id == access.case_id, readable_by(access)),
        keys=(Transfer.offered_at, Transfer.transfer_id),
        page=page,
        bound_to=f"transfers:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=[view_transfer(session, row) for row in found.rows], next=found.next)


def view_transfer(session: AsyncSession, transfer: Transfer) -> TransferView:
    """Return a transfer as those concerned read it."""
    row, declined = transfer.transfer_id, transfer.decline_reason
    place = f"contribution_transfers.decline_reason:{row}"
    return TransferView(
        transfer_id=row,
        case_id=transfer.case_id,
        contribution_id=transfer.contribution_id,
        from_agency_id=transfer.from_agency_id,
        to_agency_id=transfer.to_agency_id,
        legal_basis=transfer.legal_basis,
        legal_basis_before=transfer.legal_basis_before,
        reason=unseal(session, transfer.reason, f"contribution_transfers.reason:{row}"),
        state=transfer.state,
        offered_at=transfer.offered_at,
        settled_at=transfer.settled_at,
        decline_reason=None if declined is None else unseal(session, declined, place),
    )
