"""Bodies about desired outcomes."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Input, View, Words
from shared.reference.msp import AskedOf, OutcomeCategory


class _Wish(Input):
    """Something the adult wants, in the words they used, in any language."""

    conversation_id: Annotated[
        UUID, Field(description="The conversation in which it was expressed.")
    ]
    words: Annotated[Words, Field(description="Verbatim; kept and shown exactly as sent.")]
    translation: Annotated[
        Words | None, Field(description="The words in English, beside and never instead of them.")
    ] = None
    category: OutcomeCategory
    owner_agency_id: Annotated[
        UUID, Field(description="The lead agency or a party: it sees to what can be done.")
    ]


class NewNegotiation(Input):
    """What the adult agreed to in place of something that can't be had as they wished it."""

    desired_outcome_id: Annotated[
        UUID, Field(description="What they wished; it keeps its words and its place in the counts.")
    ]
    how_agreed: Annotated[Words, Field(description="How it was agreed with the adult.")]


class NewDesiredOutcome(_Wish):
    """Something the adult wants, in the words they used, in any language.

    One that is negotiated from another is counted apart, so that agreeing to less makes nobody's
    figures better.
    """

    negotiated_from: NewNegotiation | None = None


class RevisedDesiredOutcome(_Wish):
    """The desired outcome as it is now; the version before it is kept.

    New words come from a conversation too: name the one in which the adult said them, or the
    same one again where only the category or the owner changes, or a slip is mended. What was no
    longer wanted is wanted again.
    """

    why: Annotated[Words, Field(description="Why it changes.")]


class NoLongerWanted(Input):
    """The adult, or who speaks for them, says that they no longer want it. Nobody else does."""

    conversation_id: Annotated[UUID, Field(description="The conversation in which they said so.")]
    version: Annotated[
        int, Field(ge=1, le=1_000_000_000, description="The current version, as it was read.")
    ]
    reason: Annotated[Words, Field(description="Why, as they said it.")]


class NoLongerWantedView(View):
    """That it is no longer wanted, who said so, and why."""

    said_by: AskedOf | None
    conversation_id: UUID
    reason: str
    recorded: RecordedView


class NegotiationView(View):
    """From what a desired outcome was negotiated, and how that was agreed with the adult."""

    desired_outcome_id: UUID
    how_agreed: str


class DesiredOutcomeVersionView(View):
    """One version. `expressed_by` tells whether the adult spoke, or someone for them."""

    version: int
    words: str
    translation: str | None
    category: OutcomeCategory
    owner_agency_id: UUID
    conversation_id: UUID
    expressed_by: AskedOf
    why: str | None
    no_longer_wanted: NoLongerWantedView | None
    recorded: RecordedView


class DesiredOutcomeView(DesiredOutcomeVersionView):
    """The current version of a desired outcome."""

    desired_outcome_id: UUID
    negotiated_from: NegotiationView | None


class DesiredOutcomeHistory(DesiredOutcomeView):
    """The current version, and those it replaced, the newest first."""

    earlier_versions: list[DesiredOutcomeVersionView]
