"""What is kept of an adult."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import UtcDateTime


class Adult(Base):
    """An adult as one concern describes them; records are matched by people, never by themselves.

    `identity` is one sealed document: names, date of birth, address, NHS number. The keyed digest
    of the NHS number finds other records of the same number without the number being kept.
    """

    __tablename__ = "adults"

    adult_id: Mapped[UUID] = mapped_column(primary_key=True)
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    nhs_number_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool]
