"""The bodies of the feed: CloudEvents 1.0 in structured JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from shared.http.inputs import Input, View


class DeliveredEvent(View):
    """An event as your agency is told it."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(description="Your agency's own id of this event, the same at each reading.")
    source: Literal["/alongside"] = "/alongside"
    type: str
    subject: str = Field(
        description='The case, as in "case/<case_id>"; "agency/<agency_id>" for what concerns none.'
    )
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: int = Field(description="Counts what you are handed, from 1 and without a gap.")
    replay: bool = Field(
        description="Your agency has confirmed it before, or asked for it again: alarm nobody."
    )
    data: dict[str, Any]


class NewReceipts(Input):
    """Events that are safe with your agency."""

    event_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=500)]


class ReceiptsView(View):
    """When the receipts were taken; ids that are not of events sent to you are passed over."""

    received_at: datetime


class FeedView(View):
    """Part of the feed, oldest first. `next` is always there: ask again with it, later."""

    items: list[DeliveredEvent]
    next: str
