"""What is kept of a desired outcome: every version, the newest one current."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.outcomes.conversations.models import Conversation
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.msp import AskedOf, OutcomeCategory


class DesiredOutcome(Base):
    """Something the adult wants; `version` is the current one.

    One that was negotiated names the desired outcome that it came from, which stays as it was.
    """

    __tablename__ = "desired_outcomes"

    desired_outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    version: Mapped[int]
    negotiated_from_id: Mapped[UUID | None]
    negotiation: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def negotiation_row(self) -> str:
        """Name the row that the negotiation is bound to."""
        return f"desired_outcomes.negotiation:{self.desired_outcome_id}"


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

    desired_outcome: Mapped[DesiredOutcome] = relationship(lazy="joined", innerjoin=True)
    conversation: Mapped[Conversation] = relationship(lazy="joined", innerjoin=True)
    withdrawal: Mapped["DesiredOutcomeWithdrawal | None"] = relationship(
        lazy="joined", back_populates="withdrawn"
    )

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"desired_outcome_versions.narrative:{self.desired_outcome_id}:{self.version}"


class DesiredOutcomeNarrative(BaseModel):
    """What is kept encrypted of a version; `why` it replaced the one before, if it did."""

    words: str
    why: str | None
    translation: str | None = None


class Negotiation(BaseModel):
    """What is kept encrypted of a negotiation."""

    how_agreed: str


class DesiredOutcomeWithdrawal(Base, Recorded):
    """The adult no longer wants it, as it stood in this version; a newer version is wanted again.

    Who said so is told by the conversation.
    """

    __tablename__ = "desired_outcome_withdrawals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["desired_outcome_id", "version"],
            [DesiredOutcomeVersion.desired_outcome_id, DesiredOutcomeVersion.version],
        ),
    )

    desired_outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey(Conversation.conversation_id))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    withdrawn: Mapped[DesiredOutcomeVersion] = relationship(
        lazy="raise", back_populates="withdrawal"
    )
    conversation: Mapped[Conversation] = relationship(lazy="joined", innerjoin=True)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"desired_outcome_withdrawals.narrative:{self.desired_outcome_id}:{self.version}"


class WithdrawalNarrative(BaseModel):
    """What is kept encrypted of a withdrawal: why, as the adult said it."""

    reason: str
