"""What is kept of the people to reach at an agency: sealed, but for what they are to be told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class ContactRole(StrEnum):
    """What someone is reached for."""

    SAFEGUARDING_LEAD = "safeguarding_lead"
    TECHNICAL = "technical"
    UNDELIVERED = "undelivered"


class Contact(Base):
    """Someone at an agency; who it is and where to reach them is sealed for this row."""

    __tablename__ = "agency_contacts"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), index=True)
    role: Mapped[ContactRole] = mapped_column(coded(ContactRole))
    details: Mapped[bytes]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
