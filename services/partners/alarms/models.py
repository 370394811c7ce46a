"""What is kept so that no alarm is lost, and none is raised twice, whoever dies when."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class WatchOutcome(StrEnum):
    """What came of watching an urgent concern's delivery."""

    RECEIVED = "received"
    WITHHELD = "withheld"
    STALLED = "stalled"


_OPEN = "settled_at IS NULL"


class UrgentWatch(Base):
    """One agency that has to receive an urgent concern by a time, or else an alarm is raised."""

    __tablename__ = "urgent_watches"
    __table_args__ = (
        Index(
            "ix_urgent_watches_open",
            "due_at",
            postgresql_where=text(_OPEN),
            sqlite_where=text(_OPEN),
        ),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agency_id: Mapped[UUID]
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    raised_by_agency_id: Mapped[UUID]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[WatchOutcome | None] = mapped_column(coded(WatchOutcome))


class Backlog(Base):
    """What an agency has not received, when stock was last taken."""

    __tablename__ = "backlogs"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    waiting: Mapped[int]
    oldest_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    behind_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Turn(Base):
    """Something that is done once in a while, by whichever worker takes its turn first."""

    __tablename__ = "alarm_turns"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
