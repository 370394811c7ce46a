"""What every event class declares: its type, its stream, its audience, an agency's view of it."""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Audience(StrEnum):
    """Which agencies an event may be told to, once the policy has been asked for each.

    `agency` is for what concerns one agency and no case: it is told to that agency alone.
    """

    INTERNAL = "internal"
    AGENCY = "agency"
    LEAD = "lead"
    PARTIES = "parties"


EVENT_TYPES: dict[str, type["Event"]] = {}
"""Every event class by its type, filled as the producers' modules are imported."""


class Event(BaseModel):
    """A business fact. Thin: ids, codes and dates; never a name, number, address or narrative.

    A subclass declares `type` as a literal with itself as default. `internal_fields` never leave
    the exchange; `referrer_may_know` adds the agency that raised the concern to the audience, and
    `invited_may_know` those that are invited.
    Unknown fields are ignored, so that a producer may add to a type without a new version.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    audience: ClassVar[Audience]
    internal_fields: ClassVar[frozenset[str]] = frozenset()
    referrer_may_know: ClassVar[bool] = False
    invited_may_know: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Register each class that names a type."""
        event_type = cls.model_fields["type"].default
        if isinstance(event_type, str):
            if event_type in EVENT_TYPES:
                raise TypeError(f"two event classes declare {event_type}")
            EVENT_TYPES[event_type] = cls

    @classmethod
    def named(cls) -> str:
        """Return the type's name, which is also the routing key."""
        name: str = cls.model_fields["type"].default
        return name

    @property
    def stream(self) -> str:
        """Return the stream within which this event's order matters, as in "case/<id>"."""
        raise NotImplementedError

    @property
    def is_synthetic(self) -> bool:
        """Tell whether this is about made-up data, which never mixes with real cases."""
        return False

    def addressees(self) -> frozenset[UUID] | None:
        """Return the agencies this narrows its audience to (the lead stays), or None for all."""
        return None

    def agency_view(self) -> dict[str, Any]:
        """Return what an agency is sent of this, ready for JSON."""
        return self.model_dump(mode="json", exclude={"type", *self.internal_fields})


class CaseEvent(Event):
    """A fact about one case."""

    case_id: UUID
    synthetic: bool

    @property
    def stream(self) -> str:
        """Return the case's stream."""
        return f"case/{self.case_id}"

    @property
    def is_synthetic(self) -> bool:
        """Return the case's own mark."""
        return self.synthetic


class AgencyEvent(Event):
    """A fact about one agency on the exchange; the services need it, agencies are not sent it."""

    audience: ClassVar[Audience] = Audience.INTERNAL
    agency_id: UUID

    @property
    def stream(self) -> str:
        """Return the agency's stream."""
        return f"agency/{self.agency_id}"


class Acted(BaseModel):
    """An agency changed something on a case on a day in England; by whom, unless a system did."""

    model_config = ConfigDict(frozen=True)

    case_id: UUID
    agency_id: UUID
    practitioner_id: str | None
    acted_on: date


class SealEvent(Event):
    """A service sealed its audit: the number of the seal, its digest in hex, entries sealed.

    `acted` says who changed something, each once: whom a survey may ask is known from the record.
    """

    audience: ClassVar[Audience] = Audience.INTERNAL
    number: int
    digest: str
    entries: int
    acted: tuple[Acted, ...] = ()

    @property
    def source(self) -> str:
        """Return the service that sealed."""
        return self.named().partition(".")[0]

    @property
    def stream(self) -> str:
        """Return the stream of the service's seals."""
        return f"audit/{self.source}"
