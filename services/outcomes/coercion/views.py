"""Bodies about coercion."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Input, Instant, View, Words
from shared.reference.coercion import CoercionIndicator, SafeEnquiry, SafeEnquiryAdvice


class NewCoercionObservation(Input):
    """Signs of coercion or control, by whom and when they were seen."""

    indicators: Annotated[
        tuple[CoercionIndicator, ...], Field(min_length=1, max_length=len(CoercionIndicator))
    ]
    observed_by: NamedPerson
    observed_at: Annotated[Instant, Field(description="When; not in the future.")]
    what_was_seen: Words | None = None
    from_whom: Annotated[
        Words | None, Field(description="From whom it seems to come, as far as anybody knows.")
    ] = None
    safe_enquiry: Annotated[
        SafeEnquiry, Field(description="Whether the adult could be asked safely.")
    ] = SafeEnquiry.NOT_RECORDED
    safe_enquiry_note: Words | None = None
    conversation_id: Annotated[
        UUID | None,
        Field(description="The conversation in which they were asked; only where it was possible."),
    ] = None


class AdviceView(View):
    """What is advised, in words that are the exchange's own, and where it comes from."""

    code: SafeEnquiryAdvice
    text: str
    source: str


class CoercionObservationView(View):
    """Signs that somebody saw, and how to ask the adult safely: advice, which nothing enforces."""

    observation_id: UUID
    indicators: list[CoercionIndicator]
    observed_by: PersonView
    observed_at: datetime
    what_was_seen: str | None
    from_whom: str | None
    safe_enquiry: SafeEnquiry
    safe_enquiry_note: str | None
    conversation_id: UUID | None
    advice: list[AdviceView]
    recorded: RecordedView
