"""What is kept of actions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.actions.lifecycle import ActionState
from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class Action(Base):
    """A step that an agency is to take. `note` is what came of it, or why it was not taken."""

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_case_id", "case_id", "proposed_at", "action_id"),
        Index("ix_actions_owner_agency_id", "owner_agency_id", "proposed_at", "action_id"),
    )

    action_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    proposed_by_agency_id: Mapped[UUID]
    owner_agency_id: Mapped[UUID]
    what: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(coded(ActionState))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
