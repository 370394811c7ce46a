"""What partners tells about agencies and keys."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.contract import AgencyEvent, Audience, Event, SealEvent
from shared.reference.agencies import AgencyKind, IdentifierScheme


class AgencyIdentifier(BaseModel):
    """A code by which an agency is known in a public register."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scheme: IdentifierScheme
    value: str


class AgencyRegistered(AgencyEvent):
    """An organisation joined the exchange; until it is live no case reaches it."""

    type: Literal["partners.agency_registered.v1"] = "partners.agency_registered.v1"
    name: str
    kind: AgencyKind
    identifiers: tuple[AgencyIdentifier, ...]
    synthetic: bool
    live: bool = True


class AgencyIdentifierConfirmed(AgencyEvent):
    """The operator found that one more code of a public register is the agency's."""

    type: Literal["partners.agency_identifier_confirmed.v1"] = (
        "partners.agency_identifier_confirmed.v1"
    )
    identifier: AgencyIdentifier


class TestEventSent(AgencyEvent):
    """Nothing happened: an agency is to show that what it is sent reaches it."""

    __test__: ClassVar[bool] = False  # it is no test
    audience: ClassVar[Audience] = Audience.AGENCY

    type: Literal["partners.test_event_sent.v1"] = "partners.test_event_sent.v1"
    test_id: UUID


class AgencyWentLive(AgencyEvent):
    """An agency can take part in cases from now on."""

    type: Literal["partners.agency_went_live.v1"] = "partners.agency_went_live.v1"


class AgencySuspended(AgencyEvent):
    """An agency may not use the exchange for the time being; its tokens stop working."""

    type: Literal["partners.agency_suspended.v1"] = "partners.agency_suspended.v1"


class AgencyResumed(AgencyEvent):
    """A suspended agency may use the exchange again."""

    type: Literal["partners.agency_resumed.v1"] = "partners.agency_resumed.v1"


class AgencyLeft(AgencyEvent):
    """An agency is no longer on the exchange, and will not come back under this id."""

    type: Literal["partners.agency_left.v1"] = "partners.agency_left.v1"


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


class AuditSealed(SealEvent):
    """The audit of partners was sealed up to here."""

    type: Literal["partners.audit_sealed.v1"] = "partners.audit_sealed.v1"


class SigningKeyRetired(Event):
    """What this key has signed is not believed any more."""

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["partners.signing_key_retired.v1"] = "partners.signing_key_retired.v1"
    key_id: str

    @property
    def stream(self) -> str:
        """Return the one stream of the exchange's keys."""
        return "keys/exchange"
