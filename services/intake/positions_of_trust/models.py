"""What is kept of an allegation, and of each step that was taken."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference import positions_of_trust as codes


class PositionOfTrust(Base):
    """An allegation against a person in a position of trust. It belongs to no case.

    `account` is one sealed document: whom it accuses, and what happened.
    """

    __tablename__ = "positions_of_trust"
    __table_args__ = (
        Index("ix_positions_of_trust_lead_agency_id", "lead_agency_id", "record_id"),
        Index("ix_positions_of_trust_raised_by_agency_id", "raised_by_agency_id", "record_id"),
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_agency_id: Mapped[UUID]
    raised_by_agency_id: Mapped[UUID]
    raised_by_practitioner_id: Mapped[str | None]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    occurred_on: Mapped[date | None]
    position: Mapped[codes.Position] = mapped_column(coded(codes.Position))
    allegations: Mapped[list[str]] = mapped_column(Json)
    adults_at_risk: Mapped[codes.AtRisk] = mapped_column(coded(codes.AtRisk))
    children_at_risk: Mapped[codes.AtRisk] = mapped_column(coded(codes.AtRisk))
    account: Mapped[bytes] = mapped_column(LargeBinary)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the account is sealed for."""
        return f"positions_of_trust.account:{self.record_id}"


class PositionStep(Base):
    """Something the council decided or did. Never changed; `content` is one sealed document."""

    __tablename__ = "position_steps"
    __table_args__ = (Index("ix_position_steps_record_id", "record_id", "step_id"),)

    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey(PositionOfTrust.record_id))
    kind: Mapped[codes.StepKind] = mapped_column(coded(codes.StepKind))
    case_id: Mapped[UUID | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_practitioner_id: Mapped[str]
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the content is sealed for."""
        return f"position_steps.content:{self.step_id}"
