"""What can change about transfers: an offer is made, accepted or declined."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.contributions.basis import require_basis
from services.partners.contributions.commands import (
    check_readers,
    facts_of,
    kinds_of,
    name_readers,
    require_owner,
)
from services.partners.contributions.models import Contribution
from services.partners.contributions.queries import contribution_of, readers_of
from services.partners.transfers.errors import (
    NotOfferedToYou,
    OfferedAlready,
    OfferedToItsOwner,
    OfferIsSettled,
)
from services.partners.transfers.models import Transfer, TransferState
from services.partners.transfers.queries import open_offer, transfer_of, view_transfer
from services.partners.transfers.views import NewTransfer, Refusal, TransferView
from shared.access.policy import Relation
from shared.access.standings import relations_to_case
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.partners import (
    ContributionEvent,
    ContributionOffered,
    ContributionRefused,
    ContributionTransferred,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, seal


async def offer_contribution(
    session: AsyncSession, access: Access, contribution_id: UUID, new: NewTransfer
) -> TransferView:
    """Offer a contribution to an agency that takes part, on a basis stated anew."""
    contribution = await contribution_of(session, access, contribution_id)
    require_owner(access, contribution)
    if new.to_agency_id == access.caller.agency_id:
        raise OfferedToItsOwner
    await check_readers(session, access, [new.to_agency_id])
    kinds = await kinds_of(session, [new.to_agency_id])
    require_basis(new.legal_basis, access.caller.kind, kinds.values())
    if await open_offer(session, contribution_id) is not None:
        raise OfferedAlready
    transfer_id = new_id()
    transfer = Transfer(
        transfer_id=transfer_id,
        contribution_id=contribution_id,
        case_id=access.case_id,
        synthetic=contribution.synthetic,
        from_agency_id=access.caller.agency_id,
        to_agency_id=new.to_agency_id,
        legal_basis=new.legal_basis,
        legal_basis_before=contribution.legal_basis,
        reason=seal(session, new.reason, f"contribution_transfers.reason:{transfer_id}"),
        state=TransferState.OFFERED,
        offered_at=now(session),
    )
    session.add(transfer)
    event = ContributionOffered(
        transfer_id=transfer_id,
        to_agency_id=new.to_agency_id,
        **facts_of(contribution, told=[new.to_agency_id]),
    )
    return _tell(session, "offer_contribution", transfer, event)


async def accept_contribution(
    session: AsyncSession, access: Access, transfer_id: UUID
) -> TransferView:
    """Own the contribution from now on; the agency it comes from may go on reading it."""
    transfer, contribution = await _offered(session, access, transfer_id)
    transfer.state, transfer.settled_at = TransferState.ACCEPTED, now(session)
    contribution.owner_agency_id = transfer.to_agency_id
    contribution.legal_basis = transfer.legal_basis
    readers = await readers_of(session, contribution.contribution_id)
    relations = await relations_to_case(session, access.case_id)
    readers -= {transfer.to_agency_id}
    if relations.get(transfer.from_agency_id) is Relation.PARTY:
        readers |= {transfer.from_agency_id}
    await name_readers(session, contribution, readers)
    event = ContributionTransferred(
        transfer_id=transfer_id,
        from_agency_id=transfer.from_agency_id,
        legal_basis=transfer.legal_basis,
        **facts_of(contribution, told=readers),
    )
    return _tell(session, "accept_contribution", transfer, event)


async def decline_contribution(
    session: AsyncSession, access: Access, transfer_id: UUID, refusal: Refusal
) -> TransferView:
    """Not take it over; it stays whose it was."""
    transfer, contribution = await _offered(session, access, transfer_id)
    transfer.state, transfer.settled_at = TransferState.DECLINED, now(session)
    place = f"contribution_transfers.decline_reason:{transfer_id}"
    transfer.decline_reason = seal(session, refusal.reason, place)
    event = ContributionRefused(
        transfer_id=transfer_id,
        to_agency_id=transfer.to_agency_id,
        **facts_of(contribution, told=[transfer.to_agency_id]),
    )
    return _tell(session, "decline_contribution", transfer, event)


async def _offered(
    session: AsyncSession, access: Access, transfer_id: UUID
) -> tuple[Transfer, Contribution]:
    """Lock an offer that waits for the caller's answer, and what is offered.

    An offer no longer stands once its owner has withdrawn what it offered.
    """
    transfer = await transfer_of(session, access, transfer_id)
    if transfer.to_agency_id != access.caller.agency_id:
        raise NotOfferedToYou
    query = select(Contribution).where(Contribution.contribution_id == transfer.contribution_id)
    contribution = (await session.execute(query.with_for_update())).scalar_one()
    if transfer.state is not TransferState.OFFERED or contribution.withdrawn_at is not None:
        raise OfferIsSettled
    return transfer, contribution


def _tell(
    session: AsyncSession, operation: str, transfer: Transfer, event: ContributionEvent
) -> TransferView:
    subject = f"transfer/{transfer.transfer_id}"
    record_change(session, operation, subject, case_id=transfer.case_id)
    publish(session, event)
    return view_transfer(session, transfer)
