"""What is kept of what agencies prove themselves with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from shared.database import Json, UtcDateTime


class AgencyKey(Base):
    """A public key that verifies an agency's assertions from `valid_from` until `retired_at`."""

    __tablename__ = "agency_keys"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(Json)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def verifies_at(cls, instant: datetime) -> ColumnElement[bool]:
        """Select those that verify at an instant."""
        is_not_retired = or_(cls.retired_at.is_(None), cls.retired_at > instant)
        return and_(cls.valid_from <= instant, is_not_retired)


class ClientSecret(Base):
    """A secret that an agency without keys proves itself with, as argon2 keeps it."""

    __tablename__ = "client_secrets"

    secret_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), index=True)
    hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def verifies_at(cls, instant: datetime) -> ColumnElement[bool]:
        """Select those that verify at an instant."""
        return or_(cls.retired_at.is_(None), cls.retired_at > instant)


class UsedAssertion(Base):
    """A client assertion that was exchanged for a token, kept until it would expire anyway.

    `digest` is a hash of who made it and of its `jti`: neither is kept.
    """

    __tablename__ = "used_assertions"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
