"""What is kept of an adult: as they are described now, and as they were before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import UtcDateTime


class Adult(Base):
    """An adult as one case describes them; records are matched by people, never by themselves.

    `identity` is one sealed document: names, date of birth, address, NHS number and the rest. Keyed
    digests find other records of the same number, name, date of birth and postcode without any of
    them being kept. Records that somebody found to be of one person have one `person_id`.
    """

    __tablename__ = "adults"
    __table_args__ = (
        Index("ix_adults_nhs_number_index", "nhs_number_index"),
        Index("ix_adults_name_index", "name_index"),
        Index("ix_adults_birth_index", "birth_index"),
        Index("ix_adults_person_id", "person_id"),
    )

    adult_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    nhs_number_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    birth_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    postcode_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]
    version: Mapped[int]


class EarlierIdentity(Base):
    """How an adult was described before, sealed as one document. Never changed."""

    __tablename__ = "earlier_identities"

    adult_id: Mapped[UUID] = mapped_column(ForeignKey(Adult.adult_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]

    @property
    def place(self) -> str:
        """Return the place the identity is sealed for."""
        return f"earlier_identities.identity:{self.adult_id}:{self.version}"
