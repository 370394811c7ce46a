"""What is kept of a conversation: as it is known now, and as it was told before each correction."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Enquiry, Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference import conversations as codes
from shared.reference.msp import Asked, AskedOf, NotAskedReason


class Occasion(Recorded):
    """What a conversation and its earlier versions have in common, told by whom and when."""

    version: Mapped[int]
    held_at: Mapped[datetime]
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    asked_of: Mapped[AskedOf | None] = mapped_column(coded(AskedOf))
    not_asked_reason: Mapped[NotAskedReason | None] = mapped_column(coded(NotAskedReason))
    makes_good_conversation_id: Mapped[UUID | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)


class Conversation(Base, Occasion):
    """One occasion, in its newest version; `is_quoted` once a desired outcome names it."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_case_id", "case_id", "held_at", "conversation_id"),)

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    is_quoted: Mapped[bool]

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"conversations.narrative:{self.conversation_id}"


class EarlierConversation(Base, Occasion):
    """What was told of an occasion before it was corrected. Never changed."""

    __tablename__ = "earlier_conversations"

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey(Conversation.conversation_id), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"earlier_conversations.narrative:{self.conversation_id}:{self.version}"


class Circumstances(BaseModel):
    """How a conversation was held, as far as somebody wrote it down."""

    language: str = "not_recorded"
    interpreter: codes.Interpreter = codes.Interpreter.NOT_RECORDED
    interpreter_is_independent: codes.Recorded = codes.Recorded.NOT_RECORDED
    support: tuple[codes.CommunicationSupport, ...] = (codes.CommunicationSupport.NOT_RECORDED,)
    seen_alone: codes.Recorded = codes.Recorded.NOT_RECORDED
    place: codes.Place = codes.Place.NOT_RECORDED
    method: codes.Method = codes.Method.NOT_RECORDED


class Present(BaseModel):
    """Somebody who was there."""

    who: codes.Presence
    name: str | None


class ConversationNarrative(BaseModel):
    """What is kept encrypted of a conversation; `why` it was corrected, if it was."""

    asked_by: Person | None
    communication_support: str | None
    note: str | None
    circumstances: Circumstances = Circumstances()
    present: tuple[Present, ...] | None = None
    words: str | None = None
    translation: str | None = None
    none_expressed_reason: codes.NoneExpressedReason | None = None
    why: str | None = None
