"""What is kept of requests, and of what agencies contributed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.requests.lifecycle import RequestState
from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.events.partners import RequestKind
from shared.reference.care_act import LegalGateway


class Request(Base):
    """Something asked of an agency, under a named power, for a purpose."""

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
    purpose: Mapped[bytes] = mapped_column(LargeBinary)
    question: Mapped[bytes] = mapped_column(LargeBinary)
    target_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[RequestState] = mapped_column(coded(RequestState))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Contribution(Base):
    """What an agency gave in answer. It stays that agency's: nobody else can change it."""

    __tablename__ = "contributions"

    contribution_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.request_id"), unique=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    owner_agency_id: Mapped[UUID]
    words: Mapped[bytes] = mapped_column(LargeBinary)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
