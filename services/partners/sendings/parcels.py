"""What a sender is handed: one event for one subscription, written as its agency will read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.partners.deliveries.models import Delivery
from services.partners.deliveries.queries import view_delivery
from services.partners.sendings.models import Sending

CONTENT_TYPE = "application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class Parcel:
    """An event to send: `body` is the CloudEvent in structured JSON, of `CONTENT_TYPE`.

    `attempts` is how often it has been tried before. `number` is the `sequence` inside the body,
    and stays the same at each attempt, as `event_id` does. `claimed_until` ends the claim: whoever
    took it may send it until then.
    """

    sending_id: UUID
    subscription_id: UUID
    agency_id: UUID
    event_id: UUID
    type: str
    case_id: UUID | None
    body: bytes
    number: int
    attempts: int
    is_replay: bool
    claimed_until: datetime


def pack(sending: Sending, delivery: Delivery, number: int, claimed_until: datetime) -> Parcel:
    """Write an event as its agency will read it; what it confirmed before is marked a replay."""
    is_replay = sending.is_replay or delivery.received_at is not None
    event = view_delivery(delivery, number, is_replay=is_replay)
    return Parcel(
        sending_id=sending.sending_id,
        subscription_id=sending.subscription_id,
        agency_id=sending.agency_id,
        event_id=delivery.event_id,
        type=delivery.type,
        case_id=delivery.case_id,
        body=event.model_dump_json().encode(),
        number=number,
        attempts=sending.attempts,
        is_replay=is_replay,
        claimed_until=claimed_until,
    )
