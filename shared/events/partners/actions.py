"""What partners tells about agreed actions."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class ActionEvent(CaseEvent):
    """A step in an action: for who proposed it, who is to do it, and the lead."""

    audience: ClassVar[Audience] = Audience.PARTIES
    action_id: UUID
    proposed_by_agency_id: UUID
    owner_agency_id: UUID

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that proposed it and the agency that is to do it."""
        return frozenset({self.proposed_by_agency_id, self.owner_agency_id})


class ActionProposed(ActionEvent):
    """An agency is asked to do something by a day."""

    type: Literal["partners.action_proposed.v1"] = "partners.action_proposed.v1"
    due_at: datetime


class ActionAccepted(ActionEvent):
    """The agency that is to do it has agreed."""

    type: Literal["partners.action_accepted.v1"] = "partners.action_accepted.v1"


class ActionDeclined(ActionEvent):
    """The agency that was to do it will not."""

    type: Literal["partners.action_declined.v1"] = "partners.action_declined.v1"


class ActionCompleted(ActionEvent):
    """The agency that was to do it has done it."""

    type: Literal["partners.action_completed.v1"] = "partners.action_completed.v1"


class ActionCancelled(ActionEvent):
    """It is not to be done any more."""

    type: Literal["partners.action_cancelled.v1"] = "partners.action_cancelled.v1"
