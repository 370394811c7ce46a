"""What is kept of a representative."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.advocacy import (
    AdultAgrees,
    DocumentSeen,
    Registered,
    RepresentativeEnd,
    RepresentativeKind,
    SourceCheck,
)


class Representative(Base, Recorded):
    """Somebody who speaks for or with the adult, until `ended` says why not."""

    __tablename__ = "representatives"
    __table_args__ = (Index("ix_representatives_case_id", "case_id", "representative_id"),)

    representative_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[RepresentativeKind] = mapped_column(coded(RepresentativeKind))
    source_check: Mapped[SourceCheck] = mapped_column(coded(SourceCheck))
    ended: Mapped[RepresentativeEnd | None] = mapped_column(coded(RepresentativeEnd))
    ending: Mapped[bytes | None] = mapped_column(LargeBinary)
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"representatives.narrative:{self.representative_id}"

    @property
    def ending_row(self) -> str:
        """Name the row that the ending is bound to."""
        return f"representatives.ending:{self.representative_id}"


class RepresentativeNarrative(BaseModel):
    """What is kept encrypted of a representative."""

    person: Person
    contact: str | None
    document_seen: DocumentSeen
    document_seen_by: Person | None
    document_seen_on: date | None
    registered: Registered
    scope: str | None
    from_on: date | None
    until_on: date | None
    adult_agrees: AdultAgrees
    checked_by: Person | None
    checked_on: date | None


class EndingNarrative(BaseModel):
    """What is kept encrypted of an ending."""

    why: str
