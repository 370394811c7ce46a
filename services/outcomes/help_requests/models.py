"""What is kept of a request for help."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.support_topics import SupportTopic


class AskedOfWhom(StrEnum):
    """Where the help is to come from."""

    OWN_AGENCY = "own_agency"
    LEAD_AGENCY = "lead_agency"


class Helped(StrEnum):
    """Whether an answer helped, by whoever had asked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_SOON_TO_SAY = "too_soon_to_say"


class HelpRequest(Base, Recorded):
    """Help was asked for, from a case. What follows `answered_at` is empty until then."""

    __tablename__ = "help_requests"
    __table_args__ = (
        Index("ix_help_requests_case_id", "case_id", "help_request_id"),
        Index("ix_help_requests_agency_id", "recorded_by_agency_id", "recorded_at"),
    )

    help_request_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[SupportTopic] = mapped_column(coded(SupportTopic))
    prompt_code: Mapped[str | None]
    asked_of: Mapped[AskedOfWhom] = mapped_column(coded(AskedOfWhom))
    question: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    answered_by_agency_id: Mapped[UUID | None]
    answered_by_practitioner_id: Mapped[str | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    helped: Mapped[Helped | None] = mapped_column(coded(Helped))
    judged_at: Mapped[datetime | None]

    @property
    def question_row(self) -> str:
        """Name the row that the question is bound to."""
        return f"help_requests.question:{self.help_request_id}"

    @property
    def answer_row(self) -> str:
        """Name the row that the answer is bound to."""
        return f"help_requests.answer:{self.help_request_id}"


class Question(BaseModel):
    """What is kept encrypted of a question."""

    words: str


class HelpAnswer(BaseModel):
    """What is kept encrypted of an answer."""

    words: str
    given_by: Person
