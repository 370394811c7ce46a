"""What is kept of a verdict."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.desired_outcomes.models import DesiredOutcome
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.msp import Achieved, JudgedBy


class Verdict(Base, Recorded):
    """Whether something came about, in one judge's eyes. Never changed; a newer one may follow.

    `desired_outcome_id` is None for the overall verdict.
    """

    __tablename__ = "verdicts"
    __table_args__ = (Index("ix_verdicts_case_id", "case_id", "verdict_id"),)

    verdict_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    desired_outcome_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(DesiredOutcome.desired_outcome_id)
    )
    achieved: Mapped[Achieved] = mapped_column(coded(Achieved))
    judged_by: Mapped[JudgedBy] = mapped_column(coded(JudgedBy))
    given_at: Mapped[datetime]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"verdicts.narrative:{self.verdict_id}"


class VerdictNarrative(BaseModel):
    """What is kept encrypted of a verdict."""

    note: str | None
