"""What is kept of signs of coercion: which they are is sealed with the rest."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.conversations.models import Conversation
from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.reference.coercion import CoercionIndicator, SafeEnquiry


class CoercionObservation(Base, Recorded):
    """Somebody saw signs of coercion or control. Never changed; a later one stands beside it."""

    __tablename__ = "coercion_observations"
    __table_args__ = (
        Index("ix_coercion_observations_case_id", "case_id", "observed_at", "observation_id"),
    )

    observation_id: Mapped[UUID] = mapped_column(primary_key=True)
    observed_at: Mapped[datetime]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey(Conversation.conversation_id))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"coercion_observations.narrative:{self.observation_id}"


class ObservationNarrative(BaseModel):
    """What is kept encrypted of an observation."""

    indicators: tuple[CoercionIndicator, ...]
    observed_by: Person
    what_was_seen: str | None
    from_whom: str | None
    safe_enquiry: SafeEnquiry
    safe_enquiry_note: str | None
