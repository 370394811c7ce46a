"""What is kept of prompts: that one was shown. What a case needs is worked out, never kept."""

from datetime import date
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
