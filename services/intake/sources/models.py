"""What is kept of an alleged source of risk."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.schema import Base
from shared.database import coded
from shared.reference.sac import SourceOfRisk


class AllegedSource(Base):
    """A person or organisation that a concern says the risk comes from.

    `details` is one sealed document: who they are, and the codes of their employer. `position`
    keeps the order in which the raising agency named them.
    """

    __tablename__ = "alleged_sources"

    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.concern_id"), index=True)
    case_id: Mapped[UUID]
    position: Mapped[int]
    source: Mapped[SourceOfRisk] = mapped_column(coded(SourceOfRisk))
    details: Mapped[bytes] = mapped_column(LargeBinary)
    synthetic: Mapped[bool]
