"""The bodies of the feed: CloudEvents 1.0 in structured JSON."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.http.inputs import View


class DeliveredEvent(View):
    """An event as your agency is told it."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(description="Your agency's own id of this event, the same at each reading.")
    source: Literal["/alongside"] = "/alongside"
    type: str
    subject: str = Field(description='The case, as in "case/<case_id>".')
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: int = Field(description="Counts what you are handed, from 1 and without a gap.")
    data: dict[str, Any]


class FeedView(View):
    """Part of the feed, oldest first. `next` is always there: ask again with it, later."""

    items: list[DeliveredEvent]
    next: str
