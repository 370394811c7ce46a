"""What partners tells about what a council shares with an agency."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import AgencyEvent, Audience


class AgreementEvent(AgencyEvent):
    """A fact about a sharing agreement; each of its two sides is told, in an event of its own."""

    audience: ClassVar[Audience] = Audience.AGENCY
    agreement_id: UUID
    council_agency_id: UUID
    with_agency_id: UUID
    starts_on: date
    ends_on: date


class AgreementMade(AgreementEvent):
    """A council agreed what it shares with an agency of the cases it leads."""

    type: Literal["partners.agreement_made.v1"] = "partners.agreement_made.v1"


class AgreementEnding(AgreementEvent):
    """An agreement runs out within a month: agree anew, or nothing more is sent to parties."""

    type: Literal["partners.agreement_ending.v1"] = "partners.agreement_ending.v1"


class AgreementEnded(AgreementEvent):
    """An agreement was ended before it ran out."""

    type: Literal["partners.agreement_ended.v1"] = "partners.agreement_ended.v1"
