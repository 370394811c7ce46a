"""What is kept of the operator's way to the page: links that are good once, and sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import UtcDateTime, coded


class PassKind(StrEnum):
    """What a pass is good for: to sign in with once, or to look at the page."""

    LINK = "link"
    SESSION = "session"


class OperatorPass(Base):
    """A link or a session, as a digest."""

    __tablename__ = "operator_passes"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[PassKind] = mapped_column(coded(PassKind))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
