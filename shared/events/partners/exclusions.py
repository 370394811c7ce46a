"""What partners tells about who must not know of a case."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class ExclusionDecided(CaseEvent):
    """An agency, or a unit or person in it, must not know of the case.

    Told to the lead, not which unit or person: that is read by who decides, and by nobody else.
    """

    audience: ClassVar[Audience] = Audience.LEAD
    internal_fields: ClassVar[frozenset[str]] = frozenset({"unit", "practitioner_id"})

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


class DeciderNamed(CaseEvent):
    """A person was named who decides and lifts exclusions on the case in the lead's stead.

    Told to the lead and to the agency of that person, not who it is.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"practitioner_id"})

    type: Literal["partners.decider_named.v1"] = "partners.decider_named.v1"
    agency_id: UUID
    practitioner_id: str

    def addressees(self) -> frozenset[UUID]:
        """Return the agency of the person who was named."""
        return frozenset({self.agency_id})
