"""What is kept of requests, and of what the lead agency makes of a report."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.requests.lifecycle import RequestState
from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.events.partners import RequestKind
from shared.reference.care_act import LegalGateway
from shared.reference.information_sharing import AnswerQuality, Consent, DeclineCode, Disclosure


class Request(Base):
    """Something asked of an agency, under a named power, for a purpose.

    `particulars` is what its kind and its power need to be said, and the note on consent, as one
    sealed document. `target_due_at` was set by hand when it was made; clocks say what holds now.
    """

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_case_id", "case_id", "made_at", "request_id"),
        Index("ix_requests_asked_of", "asked_of_agency_id", "made_at", "request_id"),
    )

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    kind: Mapped[RequestKind] = mapped_column(coded(RequestKind))
    asked_by_agency_id: Mapped[UUID]
    asked_of_agency_id: Mapped[UUID]
    legal_gateway: Mapped[LegalGateway] = mapped_column(coded(LegalGateway))
    consent: Mapped[Consent] = mapped_column(coded(Consent), server_default=Consent.UNKNOWN)
    purpose: Mapped[bytes] = mapped_column(LargeBinary)
    question: Mapped[bytes] = mapped_column(LargeBinary)
    particulars: Mapped[bytes | None] = mapped_column(LargeBinary)
    target_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[RequestState] = mapped_column(coded(RequestState))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_code: Mapped[DeclineCode | None] = mapped_column(coded(DeclineCode))
    decline_reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    withdrawal_reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    disclosure: Mapped[Disclosure | None] = mapped_column(coded(Disclosure))
    disclosure_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Judgement(Base):
    """What the lead agency made of a report: it stays accountable for an enquiry it caused.

    `reason` says what is missing where more work is asked for, by `target_due_at`.
    """

    __tablename__ = "answer_judgements"
    __table_args__ = (Index("ix_answer_judgements_request_id", "request_id", "judged_at"),)

    judgement_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.request_id"))
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    quality: Mapped[AnswerQuality] = mapped_column(coded(AnswerQuality))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    target_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_by_agency_id: Mapped[UUID]
    judged_by_practitioner_id: Mapped[str | None] = mapped_column(Text)
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)
