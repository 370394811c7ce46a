"""What is kept of effort: steps, in codes and numbers, without a word about anybody."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.effort import StepKind


class EffortStep(Base, Recorded):
    """A step that somebody took; no number where none was given.

    One that was told wrongly is replaced by a newer one: it stays, and is counted no more.
    """

    __tablename__ = "effort_steps"
    __table_args__ = (Index("ix_effort_steps_case_id", "case_id", "step_id"),)

    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[StepKind] = mapped_column(coded(StepKind))
    done_on: Mapped[date]
    minutes: Mapped[int | None]
    contacts: Mapped[int | None]
    replaces_step_id: Mapped[UUID | None] = mapped_column(ForeignKey("effort_steps.step_id"))
    is_replaced: Mapped[bool]
