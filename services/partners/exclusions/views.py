"""The bodies of holds and exclusions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.partners.exclusions.models import ExclusionStep
from shared.http.inputs import Input, ShortText, View, Words


class NewExclusion(Input):
    """An agency, or a unit or a person in it, that must not know of the case."""

    agency_id: UUID
    unit: ShortText | None = None
    practitioner_id: ShortText | None = None
    reason: Words


class Lifting(Input):
    """Why a hold or an exclusion no longer applies."""

    reason: Words


class ExclusionDecisionView(View):
    """One decision about an exclusion."""

    step: ExclusionStep
    reason: str
    decided_by_agency_id: UUID
    decided_by_practitioner_id: str
    decided_at: datetime


class ExclusionView(View):
    """A hold (automatic) or an exclusion (decided), with everything decided about it."""

    exclusion_id: UUID
    agency_id: UUID
    agency_name: str
    unit: str | None
    practitioner_id: str | None
    is_hold: bool
    lifted_at: datetime | None
    decisions: list[ExclusionDecisionView]


class ExclusionsView(View):
    """The holds and exclusions of a case, the lifted ones too."""

    items: list[ExclusionView]


class NewDecider(Input):
    """Who is to decide and lift exclusions in the stead of the lead agency's safeguarding lead."""

    agency_id: UUID = Field(description="The lead agency, or one that takes part.")
    practitioner_id: ShortText = Field(
        description="The person, by the id that their agency's tokens give in `act`."
    )
    unit: ShortText | None = Field(
        default=None,
        description="Their unit; needed where a unit of their agency must not know of the case.",
    )
    reason: Words


class DeciderView(View):
    """Who decides and lifts exclusions on a case, by whom that person was named, and why."""

    agency_id: UUID
    practitioner_id: str
    reason: str
    named_by_agency_id: UUID
    named_by_practitioner_id: str
    decides_since: datetime
