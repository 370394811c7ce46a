"""Bodies about best-interests decisions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.mental_capacity import DisagreementRoute, Instructed


class NewConsulted(Input):
    """Somebody who was asked what would be best (section 4(7))."""

    person: NamedPerson
    why: Words
    view: Words


class NewOption(Input):
    """Something that could be decided, with what speaks for and against it."""

    label: ShortText
    benefits: Words
    burdens: Words


class NewBestInterestsDecision(Input):
    """What was decided for the adult, and how: Mental Capacity Act 2005, section 4."""

    assessment_id: Annotated[
        UUID, Field(description="The current assessment that the adult lacks capacity for it.")
    ]
    decision_maker: NamedPerson
    decided_on: Day
    authority_checked: Annotated[
        Words, Field(description="Whether an attorney, deputy or advance decision was looked for.")
    ]
    representative_id: Annotated[
        UUID | None, Field(description="The attorney or deputy who had to be asked, if any.")
    ] = None
    wishes_and_feelings: Annotated[
        Words, Field(description="The adult's, past and present, in their own words if there are.")
    ]
    beliefs_and_values: Words | None = None
    participation: Annotated[
        Words, Field(description="How the adult was helped to take part (section 4(4)).")
    ]
    consulted: Annotated[tuple[NewConsulted, ...], Field(max_length=30)]
    not_consulted: Annotated[Words | None, Field(description="Who was not, and why.")] = None
    options: Annotated[tuple[NewOption, ...], Field(min_length=2, max_length=20)]
    chosen_option: Annotated[int, Field(ge=1, description="Its number, from 1.")]
    less_restrictive: Annotated[
        Words, Field(description="What less restrictive was considered, and why not (1(6)).")
    ]
    independent_advocate: Instructed = Instructed.NOT_RECORDED
    disagreement: Words | None = None
    disagreement_route: DisagreementRoute = DisagreementRoute.NONE
    review_on: Day | None = None


class ConsultedView(View):
    """Somebody who was asked."""

    person: PersonView
    why: str
    view: str


class OptionView(View):
    """Something that could be decided."""

    label: str
    benefits: str
    burdens: str


class BestInterestsView(View):
    """A decision that was made for the adult. No wish and no verdict is touched by it."""

    decision_id: UUID
    assessment_id: UUID
    decision_maker: PersonView
    decided_on: date
    authority_checked: str
    representative_id: UUID | None
    wishes_and_feelings: str
    beliefs_and_values: str | None
    participation: str
    consulted: list[ConsultedView]
    not_consulted: str | None
    options: list[OptionView]
    chosen_option: int
    less_restrictive: str
    independent_advocate: Instructed
    disagreement: str | None
    disagreement_route: DisagreementRoute
    review_on: date | None
    recorded: RecordedView


class BestInterestsDecisionsView(View):
    """Every decision that was made for the adult, the newest first."""

    items: list[BestInterestsView]
