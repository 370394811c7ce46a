"""What is kept of sharing agreements. Terms never change: end one and make another."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, Text, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.clock import london_date
from shared.database import Json, UtcDateTime, coded
from shared.reference.lawful_bases import LawfulBasis, SpecialCondition


class Agreement(Base):
    """What one council shares with one agency of the cases it leads, on which basis, until when.

    `covers_all` says every type of event, those that come later too; else the types are in
    `agreement_types`. `told_at` is when both sides were warned that it runs out.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        Index("ix_agreements_agency_id", "agency_id", "council_agency_id", "ends_on"),
        Index("ix_agreements_council_agency_id", "council_agency_id", "made_at", "agreement_id"),
        Index(
            "ix_agreements_untold",
            "ends_on",
            postgresql_where=text("told_at IS NULL AND ended_at IS NULL"),
            sqlite_where=text("told_at IS NULL AND ended_at IS NULL"),
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    council_agency_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    synthetic: Mapped[bool]
    covers_all: Mapped[bool]
    left_out: Mapped[list[str]] = mapped_column(Json)
    purpose: Mapped[bytes] = mapped_column(LargeBinary)
    lawful_basis: Mapped[LawfulBasis] = mapped_column(coded(LawfulBasis))
    condition: Mapped[SpecialCondition] = mapped_column(coded(SpecialCondition))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_practitioner_id: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_practitioner_id: Mapped[str | None] = mapped_column(Text)
    ending_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class AgreementType(Base):
    """One type of event that an agreement covers."""

    __tablename__ = "agreement_types"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey(Agreement.agreement_id), primary_key=True)
    type: Mapped[str] = mapped_column(Text, primary_key=True)


def in_force_at(instant: datetime) -> ColumnElement[bool]:
    """Say in SQL what `state_on` says of the day it is in England at `instant`."""
    day = london_date(instant)
    return and_(Agreement.starts_on <= day, Agreement.ends_on >= day, Agreement.ended_at.is_(None))
