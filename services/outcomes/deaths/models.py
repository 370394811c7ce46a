"""What is kept of the death of the adult."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.dates import DatePrecision
from shared.reference.deaths import LinkToAbuse


class DeathRecord(Base, Recorded):
    """Somebody recorded that the adult died, or that this was an error. Never changed.

    The newest stands. Of an error `died_on` is empty and `why` is told; of a death it is not.
    """

    __tablename__ = "death_records"
    __table_args__ = (Index("ix_death_records_case_id", "case_id", "death_record_id"),)

    death_record_id: Mapped[UUID] = mapped_column(primary_key=True)
    adult_died: Mapped[bool]
    died_on: Mapped[date | None]
    precision: Mapped[DatePrecision] = mapped_column(coded(DatePrecision))
    linked_to_abuse: Mapped[LinkToAbuse] = mapped_column(coded(LinkToAbuse))
    narrative: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"death_records.narrative:{self.death_record_id}"


class RetractionNarrative(BaseModel):
    """What is kept encrypted of an error."""

    why: str
