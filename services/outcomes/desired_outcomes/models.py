"""What is kept of a desired outcome: every version, the newest one current."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.outcomes.conversations.models import Conversation
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.msp import AskedOf, OutcomeCategory


class DesiredOutcome(Base):
    """Something the adult wants; `version` is the current one."""

    __tablename__ = "desired_outcomes"

    desired_outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    version: Mapped[int]


class DesiredOutcomeVersion(Base, Recorded):
    """The words as they were at one time, and the conversation they come from. Never changed.

    `expressed_by` is what was known when they were written down; a correction of the conversation
    may tell better who spoke.
    """

    __tablename__ = "desired_outcome_versions"

    desired_outcome_id: Mapped[UUID] = mapped_column(
        ForeignKey(DesiredOutcome.desired_outcome_id), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey(Conversation.conversation_id))
    expressed_by: Mapped[AskedOf] = mapped_column(coded(AskedOf))
    category: Mapped[OutcomeCategory] = mapped_column(coded(OutcomeCategory))
    owner_agency_id: Mapped[UUID]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    conversation: Mapped[Conversation] = relationship(lazy="joined", innerjoin=True)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"desired_outcome_versions.narrative:{self.desired_outcome_id}:{self.version}"


class DesiredOutcomeNarrative(BaseModel):
    """What is kept encrypted of a version; `why` it replaced the one before, if it did."""

    words: str
    why: str | None
