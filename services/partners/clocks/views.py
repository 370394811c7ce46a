"""The bodies of targets and clocks."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.events.partners import AgreedWithAdult
from shared.http.inputs import Input, Instant, View, Words
from shared.reference.targets import TargetCode


class Extension(Input):
    """More time for something: at the adult's pace, and with a reason."""

    due_at: Instant
    reason: Words
    agreed_with_adult: AgreedWithAdult = Field(
        description="Whether the adult agreed that it takes longer; say so if nobody asked."
    )


class ExtensionView(View):
    """One extension, as it was given."""

    due_at_before: datetime
    was_missed_before: bool
    due_at: datetime
    reason: str
    agreed_with_adult: AgreedWithAdult
    extended_by_agency_id: UUID
    extended_at: datetime


class ClockView(View):
    """By when something should be done, and whether it was."""

    clock_id: UUID
    case_id: UUID
    target: TargetCode
    subject_id: UUID = Field(
        description="The request, the action, the invited agency or the case that it is about."
    )
    owed_by_agency_id: UUID
    owed_to_agency_id: UUID
    targets_version: str | None = Field(
        description="The set of targets this follows; null where it was set for this alone."
    )
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    missed_at: datetime | None = Field(
        description="When it was found that the time had passed. Nothing was closed by that."
    )
    stopped_at: datetime | None = Field(description="Since when nothing is owed any more.")
    extensions: list[ExtensionView]


class TargetView(View):
    """How long something should take, and who says so."""

    target: TargetCode
    working_days: int | None
    weeks: int | None
    source: str


class TargetsView(View):
    """The targets in force. They inform, and never close anything."""

    version: str
    items: list[TargetView]
