"""What is kept of contributions: whose each is, its versions, and who else may read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded
from shared.reference.care_act import LegalGateway


class Contribution(Base):
    """What an agency gave, in answer to a request or by itself. Nobody else can change it."""

    __tablename__ = "contributions"
    __table_args__ = (
        Index("ix_contributions_case_id", "case_id", "given_at", "contribution_id"),
        Index("ix_contributions_request_id", "request_id"),
    )

    contribution_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.request_id"))
    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    owner_agency_id: Mapped[UUID]
    legal_basis: Mapped[LegalGateway] = mapped_column(coded(LegalGateway))
    version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class ContributionVersion(Base):
    """The contribution as its owner gave it at one time; `why` says what made it change."""

    __tablename__ = "contribution_versions"

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contributions.contribution_id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    why: Mapped[bytes | None] = mapped_column(LargeBinary)
    given_by_agency_id: Mapped[UUID]
    given_by_practitioner_id: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def words_place(self) -> str:
        """Return what the words are sealed for; the first version was kept elsewhere once."""
        place = f"contributions.words:{self.contribution_id}"
        return place if self.version == 1 else f"{place}:{self.version}"

    @property
    def why_place(self) -> str:
        """Return what the reason is sealed for."""
        return f"contribution_versions.why:{self.contribution_id}:{self.version}"


class ContributionReader(Base):
    """A party that the owner shares it with, beside the lead agency.

    One that leaves the case or is shut out has lost it, even if it comes back: it is shared anew.
    """

    __tablename__ = "contribution_readers"
    __table_args__ = (Index("ix_contribution_readers_agency_id", "agency_id"),)

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contributions.contribution_id"), primary_key=True
    )
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
