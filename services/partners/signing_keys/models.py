"""What is kept of the exchange's own keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import Json, UtcDateTime

SEALED_KEY = "signing_keys.private_jwk"
"""Where a private key is sealed for; the key's id follows."""


class SigningKey(Base):
    """A key that the exchange signs tokens with; the private half is sealed for its own row.

    Generations count from one: who loses the race to make a generation makes no key. Tokens are
    believed from any that is not retired, and signed with the newest of those whose `signs_from`
    has come: by then every service has been told of it.
    """

    __tablename__ = "signing_keys"

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(unique=True)
    private_jwk: Mapped[bytes] = mapped_column(LargeBinary)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_from: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
