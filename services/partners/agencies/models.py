"""What is kept of agencies, of the keys they prove themselves with, and of the exchange's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.schema import Base
from shared.database import Json, UtcDateTime, coded
from shared.reference.agencies import AgencyKind, IdentifierScheme

SEALED_KEY = "signing_keys.private_jwk"
"""Where a private key is sealed for; the key's id follows."""


class Agency(Base):
    """An organisation on the exchange. Its id is also its client id."""

    __tablename__ = "agencies"
    __table_args__ = (Index("ix_agencies_registered_at", "registered_at", "agency_id"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[AgencyKind] = mapped_column(coded(AgencyKind))
    name: Mapped[str]
    synthetic: Mapped[bool]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    identifiers: Mapped[list["AgencyIdentifier"]] = relationship(
        lazy="raise", order_by="AgencyIdentifier.scheme, AgencyIdentifier.value"
    )


class AgencyIdentifier(Base):
    """A code from a public register: it names one real agency, and perhaps one made-up agency."""

    __tablename__ = "agency_identifiers"

    scheme: Mapped[IdentifierScheme] = mapped_column(coded(IdentifierScheme), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    synthetic: Mapped[bool] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), index=True)


class AgencyKey(Base):
    """A public key that verifies an agency's assertions from `valid_from` until it is retired."""

    __tablename__ = "agency_keys"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.agency_id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(Json)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UsedAssertion(Base):
    """A client assertion that was exchanged for a token, kept until it would expire anyway.

    `digest` is a hash of who made it and of its `jti`: neither is kept.
    """

    __tablename__ = "used_assertions"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SigningKey(Base):
    """A key that the exchange signs tokens with; the private half is sealed for its own row.

    Generations count from one: who loses the race to make a generation makes no key. Tokens are
    signed with the newest that is not retired, and believed from any that is not retired.
    """

    __tablename__ = "signing_keys"

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(unique=True)
    private_jwk: Mapped[bytes] = mapped_column(LargeBinary)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
