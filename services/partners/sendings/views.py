"""The bodies of what became of deliveries, and of replays."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.partners.deliveries.models import DeliveryState, WithheldFor
from services.partners.sendings.models import SendingState
from shared.access.policy import Relation
from shared.events.partners import Channel
from shared.http.inputs import Input, Instant, View


class NewReplay(Input):
    """From where to send again."""

    from_time: Instant | None = Field(
        default=None, description="Everything that happened from then on."
    )
    from_sequence: int | None = Field(
        default=None, ge=1, description="From this `sequence` on, as this subscription brought it."
    )


class NewOperatorReplay(NewReplay):
    """From where to send again to an agency, by one of its subscriptions or by all."""

    subscription_id: UUID | None = None


class ReplayView(View):
    """When the replay was asked for. What it brings is marked `replay` and keeps its id."""

    requested_at: datetime


class PushView(View):
    """How far an event has come by one subscription."""

    subscription_id: UUID
    channel: Channel
    state: SendingState
    attempts: int
    replay: bool
    sent_at: datetime | None
    next_attempt_at: datetime | None
    failure: str | None = Field(description="The code of the last failure.")


class DeliveryView(View):
    """How far an event has come on its way to your agency, and by each subscription."""

    event_id: UUID
    type: str
    case_id: UUID | None
    occurred_at: datetime
    state: DeliveryState = Field(description="`sent` is handed over, `received` confirmed by you.")
    sent_at: datetime | None
    received_at: datetime | None
    pushes: list[PushView]


class WithheldPush(View):
    """A push that was not sent, because the one it was for may not know of the case."""

    channel: Channel
    withheld_as: Relation | None


class CaseDeliveryView(View):
    """How far an event of the case has come on its way to one agency, as the lead sees it."""

    agency_id: UUID
    type: str
    occurred_at: datetime
    state: DeliveryState
    sent_at: datetime | None
    received_at: datetime | None
    withheld_as: Relation | None = Field(
        description="What the agency was to the case when it was not told."
    )
    withheld_for: WithheldFor | None = Field(
        description="Why it was not told. `no_agreement`: no sharing agreement with this party "
        "covers the event. Make one, and what happens from then on is sent."
    )
    withheld_pushes: list[WithheldPush]
