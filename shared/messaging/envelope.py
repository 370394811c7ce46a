"""The CloudEvents 1.0 envelope of every message, in structured JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

CONTENT_TYPE = "application/cloudevents+json"


def source_of(service: str) -> str:
    """Return the CloudEvents `source` of a service of the exchange."""
    return f"/alongside/{service}"


def service_of(source: str) -> str:
    """Return the service that `source_of` names."""
    return source.rpartition("/")[2]


Label = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A word that every database can keep and every log can show."""


class Envelope(BaseModel):
    """One event on its way between services.

    `subject` names the stream; `sequence` is contiguous per source, epoch and stream. The first
    event of a stream in a later epoch names its predecessor as "<epoch>:<sequence>".
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: Label
    type: Label
    time: datetime
    subject: Label
    datacontenttype: Literal["application/json"] = "application/json"
    epoch: Annotated[int, Field(ge=1, lt=2**31)]
    sequence: Annotated[int, Field(ge=1, lt=2**63)]
    predecessor: Annotated[str, Field(pattern=r"^[0-9]{1,9}:[0-9]{1,18}$")] | None = None
    correlationid: Label
    causationid: Label | None = None
    traceparent: Label | None = None
    synthetic: bool = False
    data: dict[str, JsonValue]

    def to_bytes(self) -> bytes:
        """Serialise once; the bytes are kept and passed on."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)

    def predecessor_position(self) -> tuple[int, int] | None:
        """Return (epoch, sequence) of the named predecessor, if one is named."""
        if self.predecessor is None:
            return None
        epoch, sequence = self.predecessor.split(":")
        return int(epoch), int(sequence)


def data_of(event: BaseModel) -> dict[str, Any]:
    """Return the body of an event, without the type that the envelope carries."""
    return event.model_dump(mode="json", exclude={"type"})
