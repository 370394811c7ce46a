"""What is kept of targets: the sets that were in force, each clock, and each extension."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.events.partners import AgreedWithAdult
from shared.reference.targets import TargetCode

_RUNS = text("met_at IS NULL AND missed_at IS NULL AND stopped_at IS NULL")


class TargetSet(Base):
    """The targets that were configured from a time on; the newest are in force."""

    __tablename__ = "target_sets"

    target_set_id: Mapped[UUID] = mapped_column(primary_key=True)
    targets: Mapped[dict[str, Any]] = mapped_column(Json)
    in_force_since: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Clock(Base):
    """By when one agency should do something in a case.

    `subject_id` is what it is about: a request, an action, the invited agency or the case itself.
    `targets_version` is None where the target was set by hand. A clock ends by being met, or is
    stopped where nothing is owed any more; that it was missed ends nothing.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "target", "subject_id"),
        Index("ix_clocks_subject_id", "subject_id"),
        Index("ix_clocks_running", "due_at", postgresql_where=_RUNS, sqlite_where=_RUNS),
    )

    clock_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    target: Mapped[TargetCode] = mapped_column(coded(TargetCode))
    subject_id: Mapped[UUID]
    owed_by_agency_id: Mapped[UUID]
    owed_to_agency_id: Mapped[UUID]
    targets_version: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClockExtension(Base):
    """More time, at the adult's pace: by whom, why, and whether the adult was asked."""

    __tablename__ = "clock_extensions"
    __table_args__ = (Index("ix_clock_extensions_clock_id", "clock_id", "extended_at"),)

    extension_id: Mapped[UUID] = mapped_column(primary_key=True)
    clock_id: Mapped[UUID] = mapped_column(ForeignKey("clocks.clock_id"))
    due_at_before: Mapped[datetime] = mapped_column(UtcDateTime)
    missed_at_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    agreed_with_adult: Mapped[AgreedWithAdult] = mapped_column(coded(AgreedWithAdult))
    extended_by_agency_id: Mapped[UUID]
    extended_by_practitioner_id: Mapped[str | None] = mapped_column(Text)
    extended_at: Mapped[datetime] = mapped_column(UtcDateTime)
