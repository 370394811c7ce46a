"""What is kept for prompts: that one was shown, and what only another service can tell."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base


class PromptShowing(Base):
    """A prompt was shown to an agency on a case: once for each day, however often it looked."""

    __tablename__ = "prompt_showings"
    __table_args__ = (Index("ix_prompt_showings_agency_id", "agency_id", "shown_on", "code"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    shown_on: Mapped[date] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    synthetic: Mapped[bool]


class PatternSeen(Base):
    """A source of risk in this case came up with other adults as well, as intake noticed."""

    __tablename__ = "patterns_seen"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    adults: Mapped[int]
    noticed_at: Mapped[datetime]
    synthetic: Mapped[bool]
