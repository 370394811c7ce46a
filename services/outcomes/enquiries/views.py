"""What several bodies of outcomes have in common."""

from datetime import datetime
from uuid import UUID

from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Recorded
from shared.http.inputs import Input, ShortText, View


class NamedPerson(Input):
    """A person, and what they are to the adult or their agency, as in "district nurse"."""

    name: ShortText
    role: ShortText


class PersonView(View):
    """A person, and what they are to the adult or their agency."""

    name: str
    role: str

    @classmethod
    def of(cls, person: Person) -> "PersonView":
        """Show a person kept in a narrative."""
        return cls(name=person.name, role=person.role)


class RecordedView(View):
    """Who recorded something, and when. Whose words or judgement it is stands apart."""

    at: datetime
    agency_id: UUID
    practitioner_id: str | None

    @classmethod
    def of(cls, row: Recorded) -> "RecordedView":
        """Show who recorded a row."""
        return cls(
            at=row.recorded_at,
            agency_id=row.recorded_by_agency_id,
            practitioner_id=row.recorded_by_practitioner_id,
        )
