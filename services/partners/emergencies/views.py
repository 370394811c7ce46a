"""The bodies of emergency access and of its review."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.events.partners import ReviewFinding
from shared.http.inputs import Input, View, Words

LONGEST_MINUTES = 60


class NewEmergency(Input):
    """Why a case is opened although its lead agency has not let the reader in."""

    reason: Words = Field(
        description="Whose safety asks for it, and why it can't wait; the lead agency reads it."
    )
    minutes: int = Field(ge=1, le=LONGEST_MINUTES, description="For how long, at most an hour.")


class NewReview(Input):
    """What the lead agency found of an emergency access."""

    finding: ReviewFinding
    note: Words = Field(description="What was looked at, and what follows.")


class OpenEmergencyView(View):
    """Emergency access, as whoever opened it sees it."""

    emergency_id: UUID
    case_id: UUID
    lead_agency_id: UUID
    opened_at: datetime
    ends_at: datetime


class ReviewView(View):
    """The lead agency's review."""

    finding: ReviewFinding
    note: str
    reviewed_at: datetime
    reviewed_by_practitioner_id: str


class EmergencyView(View):
    """An emergency access, as the lead agency reviews it.

    `age_minutes` counts from when it was opened until its review, or until now.
    """

    emergency_id: UUID
    case_id: UUID
    agency_id: UUID
    agency_name: str
    practitioner_id: str
    unit: str | None
    reason: str
    opened_at: datetime
    ends_at: datetime
    age_minutes: int
    review: ReviewView | None
