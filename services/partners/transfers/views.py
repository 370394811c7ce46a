"""The bodies of transfers."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.partners.transfers.models import TransferState
from shared.http.inputs import Input, View, Words
from shared.reference.care_act import LegalGateway


class NewTransfer(Input):
    """An offer of your own contribution to another agency that takes part."""

    to_agency_id: UUID
    legal_basis: LegalGateway = Field(
        description="On which basis it passes to that agency: section 6, or what protects the "
        "adult (`dpa_2018_sch1_para18`)."
    )
    reason: Words


class Refusal(Input):
    """Why your agency does not take it over."""

    reason: Words


class TransferView(View):
    """An offer, as the two agencies and the lead agency read it; what is offered is not in it."""

    transfer_id: UUID
    case_id: UUID
    contribution_id: UUID
    from_agency_id: UUID
    to_agency_id: UUID
    legal_basis: LegalGateway
    legal_basis_before: LegalGateway
    reason: str
    state: TransferState
    offered_at: datetime
    settled_at: datetime | None
    decline_reason: str | None
