"""What partners tells about how each agency goes about Making Safeguarding Personal."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.contract import AgencyEvent
from shared.reference.approaches import (
    HasNamedLead,
    HasSpecialistTeam,
    ImplementationApproach,
    LeadRole,
    Missing,
)


class ApproachDeclared(AgencyEvent):
    """An agency said how it went about Making Safeguarding Personal in a period, or said anew.

    Of the named lead only the role is told, and of the rest only codes and numbers.
    """

    type: Literal["partners.approach_declared.v1"] = "partners.approach_declared.v1"
    approach_id: UUID
    synthetic: bool
    version: int
    first_day: date
    last_day: date
    implementation: tuple[ImplementationApproach, ...] | Missing
    people_trained: int | Missing
    people_to_train: int | Missing
    staff_in_scope: int | Missing
    referrals: int | Missing
    specialist_team: HasSpecialistTeam
    lead: HasNamedLead
    lead_role: LeadRole | None

    @property
    def is_synthetic(self) -> bool:
        """Return the agency's own mark."""
        return self.synthetic
