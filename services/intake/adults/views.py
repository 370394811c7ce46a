"""Who an adult is, as it is sent and as it is shown."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.http.inputs import BrokenInput, Day, Input, ShortText, View, Words
from shared.reference.demographics import (
    ALONE,
    Ethnicity,
    Gender,
    HealthCondition,
    PrimarySupportReason,
)
from shared.reference.identifiers import NhsNumber
from shared.reference.safe_contact import MayContact

Address = Annotated[Words, Field(max_length=500)]


def _sound(conditions: tuple[HealthCondition, ...]) -> tuple[HealthCondition, ...]:
    named = set(conditions)
    if len(named) < len(conditions) or (len(named) > 1 and named & ALONE):
        raise BrokenInput("conditions", "Each once, and none of it beside one.")
    return conditions


HealthConditions = Annotated[
    tuple[HealthCondition, ...],
    Field(min_length=1, max_length=len(HealthCondition)),
    AfterValidator(_sound),
]


class NewDemographics(Input):
    """What the Safeguarding Adults Collection counts people by. What is left out is not recorded.

    `estimated_age` in whole years is for an adult whose date of birth nobody knows.
    """

    gender: Gender = Gender.NOT_RECORDED
    ethnicity: Ethnicity = Ethnicity.NOT_RECORDED
    primary_support_reason: PrimarySupportReason = PrimarySupportReason.NOT_RECORDED
    health_conditions: HealthConditions = (HealthCondition.NOT_RECORDED,)
    estimated_age: Annotated[int, Field(ge=18, le=125)] | None = None


class NewSafeContact(Input):
    """How the adult may be reached without danger, as they said. What is left out is not recorded.

    `manner` is what to mind: when, under what name, what not to say. `through` is somebody whom
    the adult trusts with a message.
    """

    by_phone: MayContact = MayContact.NOT_RECORDED
    by_text: MayContact = MayContact.NOT_RECORDED
    by_email: MayContact = MayContact.NOT_RECORDED
    by_letter: MayContact = MayContact.NOT_RECORDED
    in_person: MayContact = MayContact.NOT_RECORDED
    manner: Words | None = None
    through: ShortText | None = None


class NewAdult(Input):
    """Who the adult is, as far as the raising agency knows.

    With `contact_is_withheld`, where the adult lives and how they are reached is shown to the lead
    agency and to who sent it, and to nobody else.
    """

    given_name: ShortText
    family_name: ShortText
    date_of_birth: Day | None = None
    address: Address | None = None
    postcode: ShortText | None = None
    nhs_number: NhsNumber | None = None
    phone: ShortText | None = None
    email: ShortText | None = None
    safe_contact: NewSafeContact = NewSafeContact()
    contact_is_withheld: bool = False
    demographics: NewDemographics = NewDemographics()


class DemographicsView(View):
    """What the Safeguarding Adults Collection counts people by."""

    gender: Gender = Gender.NOT_RECORDED
    ethnicity: Ethnicity = Ethnicity.NOT_RECORDED
    primary_support_reason: PrimarySupportReason = PrimarySupportReason.NOT_RECORDED
    health_conditions: tuple[HealthCondition, ...] = (HealthCondition.NOT_RECORDED,)
    estimated_age: int | None = None


class SafeContactView(View):
    """How the adult may be reached without danger."""

    by_phone: MayContact = MayContact.NOT_RECORDED
    by_text: MayContact = MayContact.NOT_RECORDED
    by_email: MayContact = MayContact.NOT_RECORDED
    by_letter: MayContact = MayContact.NOT_RECORDED
    in_person: MayContact = MayContact.NOT_RECORDED
    manner: str | None = None
    through: str | None = None


class AdultView(View):
    """Who the adult is, to those who must act for them or who said so themselves.

    `demographics` are shown to the lead agency and to who sent them. Where the contact is withheld,
    so are the address, the numbers and the ways of contact.
    """

    given_name: str
    family_name: str
    date_of_birth: date | None
    address: str | None
    postcode: str | None
    nhs_number: str | None
    phone: str | None = None
    email: str | None = None
    safe_contact: SafeContactView | None = SafeContactView()
    contact_is_withheld: bool = False
    demographics: DemographicsView | None = DemographicsView()
