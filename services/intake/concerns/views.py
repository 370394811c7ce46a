"""A concern, as it is sent, acknowledged and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.intake.adults.views import AdultView, NewAdult
from services.intake.sources.views import NewSource, SourceView
from shared.http.inputs import BrokenInput, Day, Input, View, Words
from shared.reference.msp import Asked, AskedOf, NotAskedReason
from shared.reference.sac import AbuseType, Location


def _without_repeats(types: tuple[AbuseType, ...]) -> tuple[AbuseType, ...]:
    if len(set(types)) != len(types):
        raise BrokenInput("repeated", "Must not name the same type twice.")
    return types


AbuseTypes = Annotated[
    tuple[AbuseType, ...],
    Field(min_length=1, max_length=len(AbuseType)),
    AfterValidator(_without_repeats),
]


class NewConcern(Input):
    """What makes an agency suspect that an adult is being abused or neglected.

    `asked` says whether the adult was asked what they want; `words` are what they said, verbatim.
    `lead_agency_id` names the council where the abuse happened; it may be left out while only one
    council is on the exchange.
    """

    adult: NewAdult
    occurred_on: Day | None = None
    abuse_types: AbuseTypes
    location: Location
    immediate_danger: bool
    what_happened: Words
    sources_of_risk: Annotated[tuple[NewSource, ...], Field(max_length=20)]
    asked: Asked
    asked_of: AskedOf | None = None
    not_asked_reason: NotAskedReason | None = None
    words: Words | None = None
    lead_agency_id: UUID | None = None


class ConcernReceipt(View):
    """The exchange has the concern. `case_id` is null for an agency that must not follow it."""

    concern_id: UUID
    case_id: UUID | None
    received_at: datetime


class ConcernView(View):
    """A concern. What the reader's agency is not shown is null."""

    concern_id: UUID
    received_at: datetime
    case_id: UUID | None
    lead_agency_id: UUID | None
    raised_by_agency_id: UUID
    raised_by_practitioner_id: str | None
    has_unmatched_employer: bool | None
    adult: AdultView
    occurred_on: date | None
    abuse_types: tuple[AbuseType, ...]
    location: Location
    immediate_danger: bool
    what_happened: str
    sources_of_risk: tuple[SourceView, ...]
    asked: Asked
    asked_of: AskedOf | None
    not_asked_reason: NotAskedReason | None
    words: str | None
