"""The bodies of subscriptions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.secret import LONGEST_OVERLAP_HOURS, OVERLAP_HOURS
from shared.events.partners import Channel
from shared.http.inputs import Input, View

EventTypes = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...],
    Field(min_length=1, max_length=200),
]


class NewSubscription(Input):
    """A channel by which your agency wants to be told."""

    channel: Channel = Field(
        description="`feed`: you ask. `queue`: an AMQP queue of yours. `webhook`: you are called."
    )
    event_types: EventTypes | None = Field(
        default=None, description="The types you want; leave out for all you may know of."
    )
    url: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = Field(
        default=None, description="Where a webhook is called: https, reachable by the exchange."
    )


class WantedTypes(Input):
    """Which event types a subscription brings from now on."""

    event_types: EventTypes | None = Field(description="The types wanted; null for all.")


class SecretRotation(Input):
    """How long the secret before stays valid beside the new one."""

    overlap_hours: int = Field(
        default=OVERLAP_HOURS,
        ge=0,
        le=LONGEST_OVERLAP_HOURS,
        description="Calls are signed with both meanwhile. 0 where the old secret has leaked.",
    )


class SubscriptionView(View):
    """A subscription as its agency sees it."""

    subscription_id: UUID
    channel: Channel
    state: SubscriptionState
    event_types: list[str] | None
    url: str | None
    reader: str = Field(description="Whose eyes it is for: the person or system that made it.")
    reader_unit: str | None
    version: int
    made_at: datetime
    suspended_at: datetime | None
    ended_at: datetime | None
    paused_until: datetime | None = Field(description="Nothing is tried before: it failed lately.")
    failing_since: datetime | None
    failure: str | None = Field(description="The code of the last failure, while it is failing.")
    last_success_at: datetime | None


class MadeSubscription(SubscriptionView):
    """A new subscription, with its first secret if it is a webhook. It is not shown again."""

    secret: str | None = Field(description="Standard Webhooks, `whsec_...`: keep it safe.")


class RotatedSecret(View):
    """A new secret. It is not shown again."""

    secret: str
    old_valid_until: datetime
