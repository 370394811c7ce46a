"""Who must not know of a record that belongs to no case, because of whom it accuses.

As with a case's holds, but for good: there is nobody to lift them, and whom to tell is a person's
decision each time.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Index, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from services.intake.sources.holds import may_be_the_raisers, must_not_know
from services.intake.sources.queries import agencies_behind
from services.intake.sources.views import NewSource
from shared.access.caller import Caller
from shared.access.visibility import covers
from shared.identifiers import new_id


class RecordExclusion(Base):
    """An agency, or a unit or person in it, that must never know of a record."""

    __tablename__ = "record_exclusions"
    __table_args__ = (Index("ix_record_exclusions_record_id", "record_id", "agency_id"),)

    exclusion_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    unit: Mapped[str | None]
    practitioner_id: Mapped[str | None]


async def keep_out(
    session: AsyncSession, caller: Caller, record_id: UUID, accused: NewSource, lead_agency_id: UUID
) -> None:
    """Keep who stands behind the accused from ever knowing of a record."""
    [behind] = await agencies_behind(session, [accused], synthetic=caller.synthetic)
    if may_be_the_raisers(accused, behind, caller.kind):
        behind |= {caller.agency_id}
    for exclusion in must_not_know([(accused, behind)], lead_agency_id):
        row = RecordExclusion(
            exclusion_id=new_id(),
            record_id=record_id,
            agency_id=exclusion.agency_id,
            unit=exclusion.unit,
            practitioner_id=exclusion.practitioner_id,
        )
        session.add(row)


def is_kept_out(
    caller: Caller, record_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Tell whether the caller must not know of a record."""
    return exists().where(*_of(caller, record_id_column)).correlate_except(RecordExclusion)


def sent_by(
    caller: Caller,
    record_id_column: ColumnExpressionArgument[Any],
    agency_column: ColumnElement[UUID],
    practitioner_column: ColumnElement[str | None],
) -> ColumnElement[bool]:
    """Tell whether the caller is who sent a record: that very person, or the agency's system.

    An agency that is kept out as a whole reads what it sent; a unit or person named does not.
    """
    is_narrow = or_(RecordExclusion.unit.is_not(None), RecordExclusion.practitioner_id.is_not(None))
    is_named = exists().where(*_of(caller, record_id_column), is_narrow)
    person = caller.practitioner
    return and_(
        agency_column == caller.agency_id,
        practitioner_column.is_(None) if person is None else practitioner_column == person.id,
        ~is_named.correlate_except(RecordExclusion),
    )


def _of(
    caller: Caller, record_id_column: ColumnExpressionArgument[Any]
) -> tuple[ColumnElement[bool], ...]:
    return (
        RecordExclusion.record_id == record_id_column,
        RecordExclusion.agency_id == caller.agency_id,
        covers(caller, RecordExclusion.__table__),
    )
