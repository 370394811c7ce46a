"""Sources of risk, as they are sent and as they are shown."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from shared.http.inputs import BrokenInput, Input, ShortText, View
from shared.reference.agencies import IdentifierScheme
from shared.reference.identifiers import NotAnIdentifier, canonical_identifier
from shared.reference.sac import SourceOfRisk

Code = tuple[IdentifierScheme, str]


class EmployerIdentifier(Input):
    """A code of the employer, of the place of work, or of the group either belongs to."""

    scheme: IdentifierScheme
    value: ShortText

    @model_validator(mode="after")
    def _has_the_form_of_its_register(self) -> Self:
        try:
            canonical_identifier(self.scheme, self.value)
        except NotAnIdentifier:
            raise BrokenInput("identifier", "Must be a code as its register writes it.") from None
        return self

    @property
    def code(self) -> Code:
        """Return the code in the form in which equal codes are equal."""
        return self.scheme, canonical_identifier(self.scheme, self.value)


class NewSource(Input):
    """Who the risk is said to come from; for someone at work, their employer as well.

    `unit` and `practitioner_id` are the ones their employer uses on the exchange.
    """

    source: SourceOfRisk
    relationship: ShortText | None = None
    name: ShortText | None = None
    organisation_name: ShortText | None = None
    identifiers: Annotated[tuple[EmployerIdentifier, ...], Field(max_length=20)] = ()
    unit: ShortText | None = None
    practitioner_id: ShortText | None = None

    @property
    def names_an_organisation(self) -> bool:
        """Tell whether an employer is spoken of, by name, code, unit or staff."""
        return bool(self.organisation_name or self.identifiers or self.unit or self.practitioner_id)


class EmployerIdentifierView(View):
    """A code of the employer, as it was sent."""

    scheme: IdentifierScheme
    value: str


class SourceView(View):
    """A source of risk, as it was sent."""

    source: SourceOfRisk
    relationship: str | None
    name: str | None
    organisation_name: str | None
    identifiers: tuple[EmployerIdentifierView, ...]
    unit: str | None
    practitioner_id: str | None
