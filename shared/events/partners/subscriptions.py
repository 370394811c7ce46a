"""What partners tells an agency about its own subscriptions."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import AgencyEvent, Audience


class Channel(StrEnum):
    """How an agency is told: it asks, it reads a queue of its own, or it is called."""

    FEED = "feed"
    QUEUE = "queue"
    WEBHOOK = "webhook"


class SubscriptionSuspended(AgencyEvent):
    """A subscription of this agency failed for long; all is kept until the agency resumes it."""

    audience: ClassVar[Audience] = Audience.AGENCY

    type: Literal["partners.subscription_suspended.v1"] = "partners.subscription_suspended.v1"
    subscription_id: UUID
    channel: Channel
    failing_since: datetime | None
