"""Bodies about assessments of capacity."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Day, Input, View, Words
from shared.reference.conversations import Recorded as YesNo
from shared.reference.mental_capacity import Ability, CapacityConclusion, DecisionKind
from shared.reference.sac_concluded import LackedCapacity


class NewAbility(Input):
    """Whether the adult could do one thing that the decision takes, with their own words."""

    answer: Ability
    words: Annotated[Words | None, Field(description="What the adult said, verbatim.")] = None


class NewAssessment(Input):
    """Whether the adult could make one decision on one day (Mental Capacity Act 2005).

    Capacity is presumed, and an unwise decision is no sign of its lack: there is no field for it.
    """

    decision: Annotated[Words, Field(description="The decision, in words: capacity is for one.")]
    kind: DecisionKind
    assessed_on: Annotated[Day, Field(description="The day; not in the future.")]
    assessor: NamedPerson
    trigger: Annotated[Words, Field(description="What gave rise to doubt.")]
    relevant_information: Annotated[
        Words, Field(description="The options, and what follows from each, as they were explained.")
    ]
    support_given: Annotated[
        Words, Field(description="What was done to help the adult to decide (section 1(3)).")
    ]
    seen_alone: YesNo = YesNo.NOT_RECORDED
    understand: NewAbility
    retain: NewAbility
    use_or_weigh: NewAbility
    communicate: NewAbility
    impairment: Annotated[
        Words | None, Field(description="Of the mind or brain; only after the four (section 2).")
    ] = None
    causal_link: Annotated[
        Words | None, Field(description="How the impairment makes the adult unable to decide.")
    ] = None
    executive_function: Words | None = None
    influence: Annotated[
        Words | None, Field(description="Whether somebody else's influence was considered.")
    ] = None
    conclusion: CapacityConclusion
    reassess_by: Annotated[Day | None, Field(description="Needed where it fluctuates.")] = None
    review_on: Day | None = None
    supersedes_assessment_id: Annotated[
        UUID | None, Field(description="The earlier assessment of the same decision.")
    ] = None


class AbilityView(View):
    """Whether the adult could do one thing, and what they said."""

    answer: Ability
    words: str | None


class AssessmentView(View):
    """An assessment. It is current until another of the same decision takes its place."""

    assessment_id: UUID
    is_current: bool
    supersedes_assessment_id: UUID | None
    decision: str
    kind: DecisionKind
    assessed_on: date
    assessor: PersonView
    trigger: str
    relevant_information: str
    support_given: str
    seen_alone: YesNo
    understand: AbilityView
    retain: AbilityView
    use_or_weigh: AbilityView
    communicate: AbilityView
    impairment: str | None
    causal_link: str | None
    executive_function: str | None
    influence: str | None
    conclusion: CapacityConclusion
    reassess_by: date | None
    review_on: date | None
    recorded: RecordedView


class CapacityView(View):
    """The answer of SG3a so far, and every assessment of the case, the newest first."""

    sac_capacity: LackedCapacity
    items: list[AssessmentView]
