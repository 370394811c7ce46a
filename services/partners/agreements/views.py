"""The bodies of sharing agreements."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.partners.agreements.terms import AgreementState
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.lawful_bases import LawfulBasis, SpecialCondition


class NewAgreement(Input):
    """What a council shares with an agency of the cases it leads."""

    agency_id: UUID
    event_types: Annotated[list[ShortText], Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="Which events; left out: all, those that come later too."
    )
    left_out: Annotated[list[ShortText], Field(max_length=200)] = Field(
        default_factory=list, description="Fields of the events' `data` that are not shared."
    )
    purpose: Words
    lawful_basis: LawfulBasis
    condition: SpecialCondition
    starts_on: Day
    ends_on: Day = Field(description="The last day; three years after the first at most.")


class Ending(Input):
    """Why an agreement ends before it runs out."""

    reason: Words


class AgreementView(View):
    """A sharing agreement, as both sides read it."""

    agreement_id: UUID
    council_agency_id: UUID
    council_name: str
    agency_id: UUID
    agency_name: str
    event_types: list[str] | None = Field(description="null: all, those that come later too.")
    left_out: list[str]
    purpose: str
    lawful_basis: LawfulBasis
    condition: SpecialCondition
    starts_on: date
    ends_on: date
    state: AgreementState
    is_ending: bool = Field(description="In force, and runs out within 30 days.")
    made_at: datetime
    ended_at: datetime | None
    ending_reason: str | None
