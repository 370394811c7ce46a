"""What partners tells about what has not been received."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import AgencyEvent, Audience, CaseEvent


class DeliveryStalled(CaseEvent):
    """An agency has not received an urgent concern in a quarter of an hour: telephone it."""

    audience: ClassVar[Audience] = Audience.PARTIES
    referrer_may_know: ClassVar[bool] = True
    internal_fields: ClassVar[frozenset[str]] = frozenset({"told_agency_ids"})

    type: Literal["partners.delivery_stalled.v1"] = "partners.delivery_stalled.v1"
    unreceived_by_agency_id: UUID
    waiting_since: datetime
    told_agency_ids: tuple[UUID, ...]

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that raised the concern, where it may know whom it did not reach."""
        return frozenset(self.told_agency_ids)


class AgencyFellBehind(AgencyEvent):
    """An agency has not received for hours what was meant for it."""

    type: Literal["partners.agency_fell_behind.v1"] = "partners.agency_fell_behind.v1"
    synthetic: bool
    waiting: int
    oldest_at: datetime

    @property
    def is_synthetic(self) -> bool:
        """Return the agency's own mark."""
        return self.synthetic


class AgencyCaughtUp(AgencyEvent):
    """An agency that had fallen behind has received what was meant for it."""

    type: Literal["partners.agency_caught_up.v1"] = "partners.agency_caught_up.v1"
    synthetic: bool
    behind_since: datetime

    @property
    def is_synthetic(self) -> bool:
        """Return the agency's own mark."""
        return self.synthetic


class UndeliveredReported(AgencyEvent):
    """Each morning: so much has waited for your agency for more than a day."""

    audience: ClassVar[Audience] = Audience.AGENCY

    type: Literal["partners.undelivered_reported.v1"] = "partners.undelivered_reported.v1"
    waiting: int
    oldest_at: datetime
