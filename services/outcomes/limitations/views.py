"""Bodies about limitations."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Day, Input, Instant, ShortText, View, Words
from shared.reference.lawful_bases import LawfulBasis, SpecialCondition
from shared.reference.limitations import CourtRoute, LegalAdvice, LimitationFinding, LimitationGap
from shared.reference.msp import LimitationReason


class NewExplanation(Input):
    """The honest conversation: what the adult was told, when, and what they said to it."""

    told_at: Annotated[Instant, Field(description="When; not in the future.")]
    what_was_said: Words
    adults_response: Words


class NewAlternative(Input):
    """Something else that was considered, and why it would not do."""

    what: Words
    why_not: Words


class NewShare(Input):
    """What is shared against the wish, and with whom: an agency of the exchange, or another."""

    what: Words
    with_agency_id: Annotated[
        UUID | None, Field(description="An agency of the exchange; else say with_body.")
    ] = None
    with_body: Annotated[
        ShortText | None, Field(description="Whoever is not on the exchange; else with_agency_id.")
    ] = None
    why_minimum: Annotated[Words, Field(description="Why no less would do.")]


class NewLimitation(Input):
    """Why a wish can't be delivered in full, by whose decision, and what is left of it.

    What may be left out, and is, comes back among the `gaps`.
    """

    reasons: Annotated[
        list[LimitationReason], Field(min_length=1, max_length=len(LimitationReason))
    ]
    why_proportionate: Annotated[
        Words, Field(description="The evidence, the alternatives, and why no less would do.")
    ]
    evidence: Words | None = None
    alternatives: Annotated[
        tuple[NewAlternative, ...] | None,
        Field(max_length=20, description="An empty list: none was considered."),
    ] = None
    decided_by: NamedPerson
    decided_by_agency_id: Annotated[
        UUID | None, Field(description="The lead agency or a party; null: the one that records.")
    ] = None
    authority: Annotated[
        ShortText | None, Field(description="What entitles them to decide, as in a scheme.")
    ] = None
    decided_at: Annotated[Instant | None, Field(description="When; not in the future.")] = None
    lawful_basis: LawfulBasis | None = None
    condition: Annotated[
        SpecialCondition | None, Field(description="Of the same regime as the lawful basis.")
    ] = None
    legal_advice: LegalAdvice = LegalAdvice.NOT_RECORDED
    legal_advice_sought_on: Annotated[
        Day | None, Field(description="Given exactly when advice was sought; not in the future.")
    ] = None
    court_route: CourtRoute = CourtRoute.NOT_RECORDED
    shared: Annotated[
        tuple[NewShare, ...] | None,
        Field(max_length=20, description="An empty list: nothing is shared."),
    ] = None
    capacity_assessment_id: Annotated[
        UUID | None,
        Field(
            description="The assessment of this very decision, only where the adult lacks capacity "
            "for it: that leads to best interests, and is no override."
        ),
    ] = None
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


class NewLimitationReview(Input):
    """What came of looking at a limitation again."""

    finding: LimitationFinding
    reviewed_at: Annotated[Instant, Field(description="When; not in the future.")]
    why: Words
    next_review_on: Annotated[
        Day | None,
        Field(description="Given exactly while the limitation goes on; not in the past."),
    ] = None


class ExplanationView(View):
    """The honest conversation."""

    told_at: datetime
    what_was_said: str
    adults_response: str


class LaterExplanationView(ExplanationView):
    """The honest conversation, where the adult could not be told at first."""

    recorded: RecordedView


class AlternativeView(View):
    """Something else that was considered, and why it would not do."""

    what: str
    why_not: str


class ShareView(View):
    """What is shared against the wish, and with whom."""

    what: str
    with_agency_id: UUID | None
    with_body: str | None
    why_minimum: str


class LimitationReviewView(View):
    """One look at a limitation."""

    review_id: UUID
    finding: LimitationFinding
    reviewed_at: datetime
    why: str
    next_review_on: date | None
    recorded: RecordedView


class LimitationView(View):
    """Why a desired outcome can't be delivered in full, and what came of it since.

    `gaps` names what it should say and does not. `adult_was_told` is how it was at first; where it
    is false, `told_later` follows once the danger has passed. `review_on` is the day that was set
    at first, and `next_review_on` the next one, null once it no longer applies. Reviews are the
    oldest first.
    """

    limitation_id: UUID
    desired_outcome_id: UUID
    reasons: list[LimitationReason]
    why_proportionate: str
    evidence: str | None
    alternatives: list[AlternativeView] | None
    decided_by: PersonView
    decided_by_agency_id: UUID
    authority: str | None
    decided_at: datetime | None
    lawful_basis: LawfulBasis | None
    condition: SpecialCondition | None
    legal_advice: LegalAdvice
    legal_advice_sought_on: date | None
    court_route: CourtRoute
    shared: list[ShareView] | None
    capacity_assessment_id: UUID | None
    adult_was_told: bool
    explanation: ExplanationView | None
    danger_in_telling: str | None
    told_later: LaterExplanationView | None
    what_can_still_be_met: str
    review_on: date
    next_review_on: date | None
    applies: bool
    reviews: list[LimitationReviewView]
    gaps: list[LimitationGap]
    recorded: RecordedView
