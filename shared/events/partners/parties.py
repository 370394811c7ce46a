"""What partners tells about who takes part in a case."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class PartyEvent(CaseEvent):
    """A change in which agencies work on a case."""

    audience: ClassVar[Audience] = Audience.PARTIES
    agency_id: UUID


class PartyInvited(PartyEvent):
    """The lead agency asked an agency to take part; the others learn of it when it accepts."""

    invited_may_know: ClassVar[bool] = True

    type: Literal["partners.party_invited.v1"] = "partners.party_invited.v1"

    def addressees(self) -> frozenset[UUID]:
        """Return the invited agency."""
        return frozenset({self.agency_id})


class PartyAccepted(PartyEvent):
    """An agency takes part."""

    type: Literal["partners.party_accepted.v1"] = "partners.party_accepted.v1"


class PartyDeclined(PartyEvent):
    """An agency will not take part, and said why."""

    type: Literal["partners.party_declined.v1"] = "partners.party_declined.v1"

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that declined."""
        return frozenset({self.agency_id})


class PartyLeft(PartyEvent):
    """An agency no longer takes part."""

    type: Literal["partners.party_left.v1"] = "partners.party_left.v1"
