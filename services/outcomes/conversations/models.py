"""What is kept of a conversation."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Enquiry, Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.msp import Asked, AskedOf, NotAskedReason


class Conversation(Base, Recorded):
    """One occasion; never changed afterwards."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_case_id", "case_id", "held_at", "conversation_id"),)

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    held_at: Mapped[datetime]
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    asked_of: Mapped[AskedOf | None] = mapped_column(coded(AskedOf))
    not_asked_reason: Mapped[NotAskedReason | None] = mapped_column(coded(NotAskedReason))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"conversations.narrative:{self.conversation_id}"


class ConversationNarrative(BaseModel):
    """What is kept encrypted of a conversation."""

    asked_by: Person | None
    communication_support: str | None
    note: str | None
