"""Bodies about limitations."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Day, Input, Instant, View, Words
from shared.reference.msp import LimitationReason


class NewExplanation(Input):
    """The honest conversation: what the adult was told, when, and what they said to it."""

    told_at: Annotated[Instant, Field(description="When; not in the future.")]
    what_was_said: Words
    adults_response: Words


class NewLimitation(Input):
    """Why a wish can't be delivered in full, by whose decision, and what is left of it."""

    reasons: Annotated[
        list[LimitationReason], Field(min_length=1, max_length=len(LimitationReason))
    ]
    why_proportionate: Annotated[
        Words, Field(description="The evidence, the alternatives, and why no less would do.")
    ]
    decided_by: NamedPerson
    adult_was_told: bool
    explanation: Annotated[
        NewExplanation | None, Field(description="Given exactly when the adult was told.")
    ] = None
    danger_in_telling: Annotated[
        Words | None,
        Field(description="What danger forbade it; given exactly when the adult was not told."),
    ] = None
    what_can_still_be_met: Words
    review_on: Annotated[Day, Field(description="The day to look at it again; not in the past.")]


class ExplanationView(View):
    """The honest conversation."""

    told_at: datetime
    what_was_said: str
    adults_response: str


class LimitationView(View):
    """Why a desired outcome can't be delivered in full."""

    limitation_id: UUID
    desired_outcome_id: UUID
    reasons: list[LimitationReason]
    why_proportionate: str
    decided_by: PersonView
    adult_was_told: bool
    explanation: ExplanationView | None
    danger_in_telling: str | None
    what_can_still_be_met: str
    review_on: date
    recorded: RecordedView
