"""What is kept of a finding that two records are of one person, or are not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.adults.models import Adult
from services.intake.schema import Base
from shared.database import UtcDateTime


class Finding(Base):
    """A person found that a record is of the same person as another, or (None) of nobody else."""

    __tablename__ = "identity_findings"
    __table_args__ = (Index("ix_identity_findings_adult_id", "adult_id"),)

    finding_id: Mapped[UUID] = mapped_column(primary_key=True)
    adult_id: Mapped[UUID] = mapped_column(ForeignKey(Adult.adult_id))
    same_as_adult_id: Mapped[UUID | None] = mapped_column(ForeignKey(Adult.adult_id))
    why: Mapped[bytes] = mapped_column(LargeBinary)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_by_agency_id: Mapped[UUID]
    found_by_practitioner_id: Mapped[str | None]
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the reason is sealed for."""
        return f"identity_findings.why:{self.finding_id}"
