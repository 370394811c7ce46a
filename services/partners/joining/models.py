"""What is kept of the codes that agencies join with: a digest, and how often one was tried."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime


class JoiningCode(Base):
    """The one code by which an agency may join; a new one replaces it, using it deletes it.

    `refused` counts the wrong codes that were tried in its place.
    """

    __tablename__ = "joining_codes"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refused: Mapped[int]
