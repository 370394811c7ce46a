"""Bodies about desired outcomes."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Input, View, Words
from shared.reference.msp import AskedOf, OutcomeCategory


class NewDesiredOutcome(Input):
    """Something the adult wants, in the words they used, in any language."""

    conversation_id: Annotated[
        UUID, Field(description="The conversation in which it was expressed.")
    ]
    words: Annotated[Words, Field(description="Verbatim; kept and shown exactly as sent.")]
    category: OutcomeCategory
    owner_agency_id: Annotated[
        UUID, Field(description="The lead agency or a party: it sees to what can be done.")
    ]


class RevisedDesiredOutcome(NewDesiredOutcome):
    """The desired outcome as it is now; the version before it is kept.

    New words come from a conversation too: name the one in which the adult said them, or the
    same one again where only the category or the owner changes, or a slip is mended.
    """

    why: Annotated[Words, Field(description="Why it changes.")]


class DesiredOutcomeVersionView(View):
    """One version. `expressed_by` tells whether the adult spoke, or someone for them."""

    version: int
    words: str
    category: OutcomeCategory
    owner_agency_id: UUID
    conversation_id: UUID
    expressed_by: AskedOf
    why: str | None
    recorded: RecordedView


class DesiredOutcomeView(DesiredOutcomeVersionView):
    """The current version of a desired outcome."""

    desired_outcome_id: UUID


class DesiredOutcomeHistory(DesiredOutcomeView):
    """The current version, and those it replaced, the newest first."""

    earlier_versions: list[DesiredOutcomeVersionView]
