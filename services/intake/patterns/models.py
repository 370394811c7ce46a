"""What is kept of where a source of risk came up, and of what was noticed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import UtcDateTime, coded
from shared.reference.patterns import TraceKind

_NEW = "is_counted = false"


class Sighting(Base):
    """A source of risk came up with an adult, under one of the traces it is recognised by.

    `digest` is keyed: the trace itself is not kept. `adult_key` is one for one NHS number.
    """

    __tablename__ = "pattern_sightings"
    __table_args__ = (
        Index("ix_pattern_sightings_digest", "digest", "lead_agency_id", "adult_key", "seen_at"),
        Index("ix_pattern_sightings_concern_id", "concern_id"),
        Index(
            "ix_pattern_sightings_new",
            "sighting_id",
            postgresql_where=text(_NEW),
            sqlite_where=text("is_counted = 0"),
        ),
    )

    sighting_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[TraceKind] = mapped_column(coded(TraceKind))
    lead_agency_id: Mapped[UUID]
    adult_key: Mapped[bytes] = mapped_column(LargeBinary)
    case_id: Mapped[UUID]
    concern_id: Mapped[UUID]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_counted: Mapped[bool]
    synthetic: Mapped[bool]


class Pattern(Base):
    """What a trace came to: `adults` of one council's cases by the last count, often one alone."""

    __tablename__ = "patterns"
    __table_args__ = (
        UniqueConstraint("digest", "lead_agency_id", name="uq_patterns_digest"),
        Index("ix_patterns_lead_agency_id", "lead_agency_id", "pattern_id"),
    )

    pattern_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    lead_agency_id: Mapped[UUID]
    kind: Mapped[TraceKind] = mapped_column(coded(TraceKind))
    adults: Mapped[int]
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]
