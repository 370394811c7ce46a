"""What outcomes tells about help that practitioners ask for."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.support_topics import SupportTopic


class HelpEvent(CaseEvent):
    """A step in a request for help; told to the agency that asked, and to the lead it asked."""

    audience: ClassVar[Audience] = Audience.PARTIES
    help_request_id: UUID
    asked_by_agency_id: UUID
    topic: SupportTopic

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that asked."""
        return frozenset({self.asked_by_agency_id})


class HelpAskedFor(HelpEvent):
    """A practitioner asked the council that leads for help on a topic."""

    type: Literal["outcomes.help_asked_for.v1"] = "outcomes.help_asked_for.v1"


class HelpAnswered(HelpEvent):
    """The council that leads answered."""

    type: Literal["outcomes.help_answered.v1"] = "outcomes.help_answered.v1"
