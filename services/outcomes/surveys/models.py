"""What is kept of who acted, of surveys, of whom each asks, and of what was answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference.surveys import DeclineReason, ResponseState, Selection, SurveyKind

NOBODY_NAMED = ""
"""In the place of a practitioner where a system acted and named nobody, or an agency is asked."""


class PractitionerDay(Base):
    """Somebody changed something on a case on a day, in another service; told by its audit."""

    __tablename__ = "practitioner_days"
    __table_args__ = (Index("ix_practitioner_days_acted_on", "acted_on"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[str] = mapped_column(primary_key=True)
    acted_on: Mapped[date] = mapped_column(primary_key=True)


class Survey(Base):
    """A survey that was opened. Its frame was frozen then; the seed lets anybody draw it again."""

    __tablename__ = "surveys"
    __table_args__ = (Index("ix_surveys_closes_on", "closes_on"),)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    opened_by_agency_id: Mapped[UUID]
    opened_by_practitioner_id: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[SurveyKind] = mapped_column(coded(SurveyKind))
    period_from: Mapped[date]
    period_to: Mapped[date]
    closes_on: Mapped[date]
    selection: Mapped[Selection] = mapped_column(coded(Selection))
    sample_size: Mapped[int | None]
    seed: Mapped[str | None]
    wording: Mapped[str]
    agencies_naming_nobody: Mapped[int]
    synthetic: Mapped[bool]


class SurveyMember(Base):
    """One of the frame, whether asked, and what came of it. Neither when nor what was answered."""

    __tablename__ = "survey_members"
    __table_args__ = (Index("ix_survey_members_person", "agency_id", "practitioner_id"),)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey(Survey.survey_id), primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[str] = mapped_column(primary_key=True)
    is_selected: Mapped[bool]
    state: Mapped[ResponseState] = mapped_column(coded(ResponseState))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(coded(DeclineReason))


class SurveyAnswers(Base):
    """What somebody answered: of which agency, but not who, nor when."""

    __tablename__ = "survey_answers"
    __table_args__ = (Index("ix_survey_answers_survey_id", "survey_id", "answers_id"),)

    answers_id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey(Survey.survey_id))
    agency_id: Mapped[UUID]
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the words are sealed for."""
        return f"survey_answers.words:{self.answers_id}"
