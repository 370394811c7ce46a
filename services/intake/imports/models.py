"""What is kept of an import: that it was begun, and what came of each row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import Json, UtcDateTime, coded


class RowOutcome(StrEnum):
    """What came of a row."""

    RAISED = "raised"
    WOULD_BE_RAISED = "would_be_raised"
    ALREADY_RAISED = "already_raised"
    REFUSED = "refused"


class ConcernImport(Base):
    """One file, or one try of it; a trial raises nothing."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_agency_id", "agency_id", "import_id"),)

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    practitioner_id: Mapped[str | None]
    is_trial: Mapped[bool]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]


_WAS_RAISED = text(f"outcome = '{RowOutcome.RAISED}'")


class ImportedRow(Base):
    """What came of one row, by its number in the file. Of what it said only a digest is kept.

    A reference is raised once for each agency: the unique index holds it, whoever races.
    """

    __tablename__ = "imported_rows"
    __table_args__ = (
        Index(
            "uq_imported_rows_raised",
            "agency_id",
            "reference_index",
            unique=True,
            postgresql_where=_WAS_RAISED,
            sqlite_where=_WAS_RAISED,
        ),
        Index("ix_imported_rows_reference", "import_id", "reference_index"),
        Index("ix_imported_rows_outcome", "import_id", "outcome", "row"),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey(ConcernImport.import_id), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    outcome: Mapped[RowOutcome] = mapped_column(coded(RowOutcome))
    reference: Mapped[bytes | None] = mapped_column(LargeBinary)
    reference_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    concern_id: Mapped[UUID | None]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    synthetic: Mapped[bool]

    @property
    def reference_place(self) -> str:
        """Name the place that the reference is sealed for."""
        return f"imported_rows.reference:{self.import_id}:{self.row}"
