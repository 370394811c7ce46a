"""What is kept of transfers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.reference.care_act import LegalGateway


class TransferState(StrEnum):
    """How far an offer has come."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Transfer(Base):
    """An offer of a contribution to another agency, and what came of it.

    `legal_basis` is that of the transfer, stated anew: it replaces the one it was given on.
    """

    __tablename__ = "contribution_transfers"
    __table_args__ = (
        Index("ix_contribution_transfers_case_id", "case_id", "offered_at", "transfer_id"),
        Index("ix_contribution_transfers_contribution_id", "contribution_id"),
    )

    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.contribution_id"))
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    from_agency_id: Mapped[UUID]
    to_agency_id: Mapped[UUID]
    legal_basis: Mapped[LegalGateway] = mapped_column(coded(LegalGateway))
    legal_basis_before: Mapped[LegalGateway] = mapped_column(coded(LegalGateway))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[TransferState] = mapped_column(coded(TransferState))
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_reason: Mapped[bytes | None] = mapped_column(LargeBinary)
