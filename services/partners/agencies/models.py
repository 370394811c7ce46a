"""What is kept of the agencies on the exchange, and of the codes they are known by elsewhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.agencies.lifecycle import AgencyState
from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.reference.agencies import AgencyKind, IdentifierScheme


class Agency(Base):
    """An organisation on the exchange. Its id is also its client id.

    `registered_at` is when the operator put it on the register, which is to invite it. When a test
    event was sent to it last, and when it acknowledged one last, tell whether it may go live.
    """

    __tablename__ = "agencies"
    __table_args__ = (Index("ix_agencies_registered_at", "registered_at", "agency_id"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[AgencyKind] = mapped_column(coded(AgencyKind))
    name: Mapped[str]
    synthetic: Mapped[bool]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    test_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    test_received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    live_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leaving_reason: Mapped[bytes | None]
    may_use_secret: Mapped[bool]

    identifiers: Mapped[list["AgencyIdentifier"]] = relationship(
        lazy="raise", order_by="AgencyIdentifier.scheme, AgencyIdentifier.value"
    )

    @property
    def state(self) -> AgencyState:
        """Return how far the agency is."""
        if self.left_at is not None:
            return AgencyState.LEFT
        if self.suspended_at is not None:
            return AgencyState.SUSPENDED
        if self.live_at is not None:
            return AgencyState.LIVE
        return AgencyState.INVITED if self.joined_at is None else AgencyState.JOINING

    @classmethod
    def is_in_directory(cls) -> ColumnElement[bool]:
        """Select those that others may know of: that were live and have not left."""
        return and_(cls.live_at.is_not(None), cls.left_at.is_(None))


class AgencyIdentifier(Base):
    """A code from a public register: it names one real agency, and perhaps one made-up agency."""

    __tablename__ = "agency_identifiers"

    scheme: Mapped[IdentifierScheme] = mapped_column(coded(IdentifierScheme), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    synthetic: Mapped[bool] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), index=True)


class ProposedIdentifier(Base):
    """A code that an agency says is its own; the operator has not checked it yet."""

    __tablename__ = "proposed_identifiers"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), primary_key=True)
    scheme: Mapped[IdentifierScheme] = mapped_column(coded(IdentifierScheme), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
