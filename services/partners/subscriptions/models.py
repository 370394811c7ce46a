"""What is kept of subscriptions and of the secrets that webhooks are signed with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.schema import Base
from services.partners.subscriptions.channels import SubscriptionState
from shared.access.caller import Role
from shared.database import Json, UtcDateTime, coded
from shared.events.partners import Channel

SEALED_URL = "subscriptions.url"
SEALED_SECRET = "subscription_secrets.secret"  # noqa: S105 - where secrets are sealed for
"""The row's id follows."""


class Subscription(Base):
    """One agency's wish to be told by one channel.

    The reader is who made it: the policy is asked for that person whenever something is sent.
    `enqueued_through` is the last number of the agency's log that was looked at for it,
    `last_number` the last that was given to what it is handed. Nothing is sent before
    `paused_until`.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_agency_id", "agency_id", "made_at"),
        Index(
            "ix_subscriptions_active",
            "channel",
            "subscription_id",
            postgresql_where=text("state = 'active'"),
            sqlite_where=text("state = 'active'"),
        ),
    )

    subscription_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    state: Mapped[SubscriptionState] = mapped_column(coded(SubscriptionState))
    event_types: Mapped[list[str] | None] = mapped_column(Json)
    url: Mapped[bytes | None] = mapped_column(LargeBinary)
    reader_practitioner_id: Mapped[str] = mapped_column(Text)
    reader_unit: Mapped[str | None] = mapped_column(Text)
    reader_role: Mapped[Role] = mapped_column(coded(Role))
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(64))
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enqueued_through: Mapped[int] = mapped_column(BigInteger)
    last_number: Mapped[int] = mapped_column(BigInteger)


class SubscriptionSecret(Base):
    """A secret that a webhook's calls are signed with, until it expires; the newest never does."""

    __tablename__ = "subscription_secrets"

    secret_id: Mapped[UUID] = mapped_column(primary_key=True)
    subscription_id: Mapped[UUID] = mapped_column(
        ForeignKey("subscriptions.subscription_id"), index=True
    )
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
