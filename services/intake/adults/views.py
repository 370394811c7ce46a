"""An adult's identity, as it is sent and as it is shown."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.identifiers import NhsNumber

Address = Annotated[Words, Field(max_length=500)]


class NewAdult(Input):
    """Who the adult is, as far as the raising agency knows."""

    given_name: ShortText
    family_name: ShortText
    date_of_birth: Day | None = None
    address: Address | None = None
    postcode: ShortText | None = None
    nhs_number: NhsNumber | None = None


class AdultView(View):
    """Who the adult is, to those who must act for them or who said so themselves."""

    given_name: str
    family_name: str
    date_of_birth: date | None
    address: str | None
    postcode: str | None
    nhs_number: str | None
