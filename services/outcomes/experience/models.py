"""What is kept of invitations to say what it was like, and of the answers."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Enquiry, Person
from services.outcomes.schema import Base
from shared.database import Json, coded
from shared.reference.conversations import Recorded as YesNo
from shared.reference.experience import (
    AnswerMethod,
    Asker,
    InvitationState,
    Respondent,
    Variant,
)


class Invitation(Base):
    """One for each ending of an enquiry. What follows `due_by` is empty until it is sent."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("uq_invitations_ending", "enquiry_id", "concluded_at", unique=True),
        Index("ix_invitations_case_id", "case_id", "invitation_id"),
        Index("ix_invitations_state", "state", "due_by"),
        Index("uq_invitations_token_digest", "token_digest", unique=True),
        Index("uq_invitations_code_digest", "code_digest", unique=True),
    )

    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    concluded_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(coded(InvitationState))
    due_by: Mapped[date]
    addressed_to: Mapped[Respondent | None] = mapped_column(coded(Respondent))
    asker: Mapped[Asker | None] = mapped_column(coded(Asker))
    variant: Mapped[Variant | None] = mapped_column(coded(Variant))
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None]


class InvitationStep(Base):
    """An invitation came to a state: who said so and why. Never changed."""

    __tablename__ = "invitation_steps"

    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey(Invitation.invitation_id), index=True)
    state: Mapped[InvitationState] = mapped_column(coded(InvitationState))
    at: Mapped[datetime]
    by_agency_id: Mapped[UUID | None]
    by_practitioner_id: Mapped[str | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"invitation_steps.narrative:{self.step_id}"


class StepNarrative(BaseModel):
    """What is kept encrypted of a step."""

    reason: str | None


class Draft(Base):
    """What somebody has filled in and not sent yet. It is gone once it has been sent."""

    __tablename__ = "experience_drafts"

    invitation_id: Mapped[UUID] = mapped_column(
        ForeignKey(Invitation.invitation_id), primary_key=True
    )
    narrative: Mapped[bytes] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"experience_drafts.narrative:{self.invitation_id}"


class DraftNarrative(BaseModel):
    """What is kept encrypted of a draft."""

    answers: dict[str, str] = {}
    words: str = ""


class Experience(Base):
    """The answers, as they were given. Nobody can change them: nothing here writes over a row."""

    __tablename__ = "experiences"

    invitation_id: Mapped[UUID] = mapped_column(
        ForeignKey(Invitation.invitation_id), primary_key=True
    )
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    respondent: Mapped[Respondent] = mapped_column(coded(Respondent))
    method: Mapped[AnswerMethod] = mapped_column(coded(AnswerMethod))
    asker: Mapped[Asker | None] = mapped_column(coded(Asker))
    variant: Mapped[Variant] = mapped_column(coded(Variant))
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    answered_at: Mapped[datetime]
    recorded_by_agency_id: Mapped[UUID | None]
    recorded_by_practitioner_id: Mapped[str | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"experiences.narrative:{self.invitation_id}"


class ExperienceNarrative(BaseModel):
    """What is kept encrypted of the answers."""

    words: str | None
    interviewer: Person | None = None
    seen_alone: YesNo = YesNo.NOT_RECORDED
