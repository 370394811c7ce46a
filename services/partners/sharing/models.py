"""What is kept of invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.access.tables import PartyState
from shared.database import UtcDateTime, coded


class Invitation(Base):
    """One invitation of an agency to a case, and what came of it; the newest one counts.

    `parting_reason` is why the agency declined, or why it left.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ix_invitations_case_id", "case_id", "invitation_id"),
        Index("ix_invitations_agency_id", "agency_id", "invited_at", "invitation_id"),
    )

    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    synthetic: Mapped[bool]
    state: Mapped[PartyState] = mapped_column(coded(PartyState))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    checked_not_the_employer: Mapped[bool]
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parting_reason: Mapped[bytes | None] = mapped_column(LargeBinary)
