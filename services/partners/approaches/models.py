"""What is kept of the agencies' own approaches: every version, the newest one current."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference.approaches import HasNamedLead, HasSpecialistTeam, LeadRole


class Approach(Base):
    """One agency and one period; `version` is the current one."""

    __tablename__ = "approaches"
    __table_args__ = (
        Index("ix_approaches_agency_id", "agency_id", "first_day", unique=True),
        Index("ix_approaches_synthetic", "synthetic", "approach_id"),
    )

    approach_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    synthetic: Mapped[bool]
    first_day: Mapped[date]
    last_day: Mapped[date]
    version: Mapped[int]


class ApproachVersion(Base):
    """What was declared at one time. Never changed.

    `figures` holds the numbers, and a code where there is none; `personal`, the lead's name and
    the notes, is encrypted and never leaves the agency's own view.
    """

    __tablename__ = "approach_versions"

    approach_id: Mapped[UUID] = mapped_column(ForeignKey(Approach.approach_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    specialist_team: Mapped[HasSpecialistTeam] = mapped_column(coded(HasSpecialistTeam))
    lead: Mapped[HasNamedLead] = mapped_column(coded(HasNamedLead))
    lead_role: Mapped[LeadRole | None] = mapped_column(coded(LeadRole))
    personal: Mapped[bytes] = mapped_column(LargeBinary)
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    declared_by_practitioner_id: Mapped[str | None] = mapped_column(Text)

    @property
    def personal_row(self) -> str:
        """Name the row that the lead's name and the notes are bound to."""
        return f"approach_versions.personal:{self.approach_id}:{self.version}"
