"""What is kept of a limitation."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.desired_outcomes.models import DesiredOutcome
from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import Json


class Limitation(Base, Recorded):
    """Why a desired outcome can't be delivered in full. The desired outcome itself stays."""

    __tablename__ = "limitations"
    __table_args__ = (
        Index("ix_limitations_case_id", "case_id", "desired_outcome_id", "limitation_id"),
    )

    limitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    desired_outcome_id: Mapped[UUID] = mapped_column(ForeignKey(DesiredOutcome.desired_outcome_id))
    reasons: Mapped[list[str]] = mapped_column(Json)
    adult_was_told: Mapped[bool]
    told_at: Mapped[datetime | None]
    review_on: Mapped[date]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"limitations.narrative:{self.limitation_id}"


class Explanation(BaseModel):
    """What is kept encrypted of the honest conversation."""

    what_was_said: str
    adults_response: str


class LimitationNarrative(BaseModel):
    """What is kept encrypted of a limitation."""

    why_proportionate: str
    decided_by: Person
    what_can_still_be_met: str
    explanation: Explanation | None
    danger_in_telling: str | None
