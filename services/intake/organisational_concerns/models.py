"""What is kept of an organisational concern, of the cases beside it, and of each step."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference.organisational import OrganisationStep, StrandDecision


class OrganisationalConcern(Base):
    """A concern about an organisation. It is no case; the adults' own cases stand beside it.

    `account` is one sealed document: which organisation, and what happened there.
    """

    __tablename__ = "organisational_concerns"
    __table_args__ = (
        Index("ix_organisational_concerns_lead", "lead_agency_id", "record_id"),
        Index("ix_organisational_concerns_raiser", "raised_by_agency_id", "record_id"),
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_agency_id: Mapped[UUID]
    raised_by_agency_id: Mapped[UUID]
    raised_by_practitioner_id: Mapped[str | None]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    abuse_types: Mapped[list[str]] = mapped_column(Json)
    account: Mapped[bytes] = mapped_column(LargeBinary)
    decision: Mapped[StrandDecision | None] = mapped_column(coded(StrandDecision))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the account is sealed for."""
        return f"organisational_concerns.account:{self.record_id}"


class StrandCase(Base):
    """A case that is looked at with an organisational concern. It stays a case of its own."""

    __tablename__ = "strand_cases"

    record_id: Mapped[UUID] = mapped_column(
        ForeignKey(OrganisationalConcern.record_id), primary_key=True
    )
    case_id: Mapped[UUID] = mapped_column(primary_key=True)


class StrandStep(Base):
    """Something the council decided or did. Never changed; `content` is one sealed document."""

    __tablename__ = "strand_steps"
    __table_args__ = (Index("ix_strand_steps_record_id", "record_id", "step_id"),)

    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey(OrganisationalConcern.record_id))
    kind: Mapped[OrganisationStep] = mapped_column(coded(OrganisationStep))
    case_id: Mapped[UUID | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_practitioner_id: Mapped[str | None]
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the content is sealed for."""
        return f"strand_steps.content:{self.step_id}"
