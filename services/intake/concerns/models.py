"""What is kept of a concern: as it is told now, and as it was told before."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.adults.models import Adult
from services.intake.schema import Base
from services.intake.sources.models import AllegedSource
from shared.database import Json, UtcDateTime, coded
from shared.reference.concerns import WithdrawalReason
from shared.reference.dates import DatePrecision
from shared.reference.msp import Asked, AskedOf, NotAskedReason
from shared.reference.sac import Location


class Concern(Base):
    """A report of suspected abuse or neglect, in its newest telling."""

    __tablename__ = "concerns"
    __table_args__ = (
        Index("ix_concerns_raised_at_concern_id", "raised_at", "concern_id"),
        Index("ix_concerns_raised_by_agency_id", "raised_by_agency_id", "raised_at"),
    )

    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    adult_id: Mapped[UUID] = mapped_column(ForeignKey("adults.adult_id"), index=True)
    raised_by_agency_id: Mapped[UUID]
    raised_by_practitioner_id: Mapped[str | None]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    occurred_on: Mapped[date | None]
    occurred_precision: Mapped[DatePrecision] = mapped_column(coded(DatePrecision))
    occurred_until: Mapped[date | None]
    abuse_types: Mapped[list[str]] = mapped_column(Json)
    location: Mapped[Location] = mapped_column(coded(Location))
    immediate_danger: Mapped[bool]
    what_happened: Mapped[bytes] = mapped_column(LargeBinary)
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    asked_of: Mapped[AskedOf | None] = mapped_column(coded(AskedOf))
    not_asked_reason: Mapped[NotAskedReason | None] = mapped_column(coded(NotAskedReason))
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]
    version: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_by_practitioner_id: Mapped[str | None]
    why: Mapped[bytes | None] = mapped_column(LargeBinary)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[WithdrawalReason | None] = mapped_column(coded(WithdrawalReason))
    withdrawn_why: Mapped[bytes | None] = mapped_column(LargeBinary)

    adult: Mapped[Adult] = relationship(lazy="raise")
    sources: Mapped[list[AllegedSource]] = relationship(
        lazy="raise", order_by=AllegedSource.position, cascade="all, delete-orphan"
    )


class EarlierAccount(Base):
    """What a concern told before it was corrected, sealed as one document. Never changed."""

    __tablename__ = "earlier_accounts"

    concern_id: Mapped[UUID] = mapped_column(ForeignKey(Concern.concern_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_by_practitioner_id: Mapped[str | None]
    account: Mapped[bytes] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the account is sealed for."""
        return f"earlier_accounts.account:{self.concern_id}:{self.version}"
