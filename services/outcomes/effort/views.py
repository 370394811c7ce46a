"""Bodies about effort."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Day, Input, View
from shared.reference.effort import Milestone, StepKind


class NewEffortStep(Input):
    """A step that somebody of the calling agency took. A number that is not given is not known."""

    kind: StepKind
    done_on: Annotated[Day, Field(description="The day, in England; not in the future.")]
    minutes: Annotated[int | None, Field(ge=0, le=6_000, description="Working time.")] = None
    contacts: Annotated[
        int | None,
        Field(ge=0, le=1_000, description="How often anybody was spoken or written to."),
    ] = None
    replaces_step_id: Annotated[
        UUID | None, Field(description="A step of the same agency that was told wrongly.")
    ] = None


class EffortStepView(View):
    """A step. One that `is_replaced` is counted no more."""

    step_id: UUID
    kind: StepKind
    done_on: date
    minutes: int | None
    contacts: int | None
    replaces_step_id: UUID | None
    is_replaced: bool
    recorded: RecordedView


class EffortFigures(View):
    """What steps add up to, and how many of them gave no number.

    A sum is null where no step gave a number: that is not none.
    """

    steps: int
    minutes: int | None
    steps_without_minutes: int
    contacts: int | None
    steps_without_contacts: int


class EffortOfAgencyView(EffortFigures):
    """The effort of one agency, and of each kind of step that it told of."""

    agency_id: UUID
    practitioners: Annotated[
        int, Field(description="How many are named; steps of nobody named are counted as well.")
    ]
    by_kind: dict[StepKind, EffortFigures]


class MilestoneView(View):
    """When a case came so far; null while it has not, or nobody knows.

    `since` is the milestone before it that is known. Minutes are whole, and below zero where things
    came about the other way round, as when the adult was asked before the decision.
    """

    milestone: Milestone
    at: datetime | None
    since: Milestone | None
    minutes_since: int | None
    minutes_since_concern: int | None


class EffortView(View):
    """What a case took, as far as its agencies say, and the time between its milestones.

    Only agencies that told of a step are listed: one that is missing has told nothing.
    """

    total: EffortFigures
    agencies: list[EffortOfAgencyView]
    milestones: list[MilestoneView]
