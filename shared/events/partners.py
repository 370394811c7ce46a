"""What partners tells the others."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.contract import AgencyEvent, Audience, CaseEvent, Event
from shared.reference.agencies import AgencyKind, IdentifierScheme
from shared.reference.care_act import LegalGateway


class AgencyIdentifier(BaseModel):
    """A code by which an agency is known in a public register."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scheme: IdentifierScheme
    value: str


class AgencyRegistered(AgencyEvent):
    """An organisation joined the exchange."""

    type: Literal["partners.agency_registered.v1"] = "partners.agency_registered.v1"
    name: str
    kind: AgencyKind
    identifiers: tuple[AgencyIdentifier, ...]
    synthetic: bool


class AgencySuspended(AgencyEvent):
    """An agency may not use the exchange for the time being; its tokens stop working."""

    type: Literal["partners.agency_suspended.v1"] = "partners.agency_suspended.v1"


class AgencyResumed(AgencyEvent):
    """A suspended agency may use the exchange again."""

    type: Literal["partners.agency_resumed.v1"] = "partners.agency_resumed.v1"


class SigningKeyPublished(Event):
    """The exchange will sign tokens with this key: the public half, as a JWK (RFC 7517)."""

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["partners.signing_key_published.v1"] = "partners.signing_key_published.v1"
    key_id: str
    public_jwk: dict[str, Any]

    @property
    def stream(self) -> str:
        """Return the one stream of the exchange's keys."""
        return "keys/exchange"


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


class ExclusionDecided(CaseEvent):
    """An agency, or a unit or person in it, must not know of the case."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["partners.exclusion_decided.v1"] = "partners.exclusion_decided.v1"
    exclusion_id: UUID
    agency_id: UUID
    unit: str | None
    practitioner_id: str | None


class ExclusionLifted(CaseEvent):
    """A hold or an exclusion no longer applies."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["partners.exclusion_lifted.v1"] = "partners.exclusion_lifted.v1"
    exclusion_id: UUID


class RequestKind(StrEnum):
    """What is asked of a party."""

    INFORMATION = "information"


class RequestEvent(CaseEvent):
    """A step in a request; told to the two agencies it is between, and to the lead."""

    audience: ClassVar[Audience] = Audience.PARTIES
    request_id: UUID
    asked_by_agency_id: UUID
    asked_of_agency_id: UUID

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that asked and the agency that was asked."""
        return frozenset({self.asked_by_agency_id, self.asked_of_agency_id})


class RequestMade(RequestEvent):
    """An agency was asked for something."""

    type: Literal["partners.request_made.v1"] = "partners.request_made.v1"
    kind: RequestKind
    legal_gateway: LegalGateway
    target_due_at: datetime | None


class RequestAcknowledged(RequestEvent):
    """The agency that was asked has seen it."""

    type: Literal["partners.request_acknowledged.v1"] = "partners.request_acknowledged.v1"


class RequestAnswered(RequestEvent):
    """The agency that was asked has given what it can."""

    type: Literal["partners.request_answered.v1"] = "partners.request_answered.v1"
    contribution_id: UUID


class RequestDeclined(RequestEvent):
    """The agency that was asked will not give it, and said why in writing (section 7(3))."""

    type: Literal["partners.request_declined.v1"] = "partners.request_declined.v1"
