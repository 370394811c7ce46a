"""The bodies of requests and of what answers them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.partners.requests.lifecycle import RequestState
from shared.events.partners import RequestKind
from shared.http.inputs import Input, Instant, View, Words
from shared.reference.care_act import LegalGateway


class NewRequest(Input):
    """Something to ask of another agency in the case."""

    kind: RequestKind = Field(description="What is asked for.")
    asked_of_agency_id: UUID = Field(description="The lead agency, or one that takes part.")
    legal_gateway: LegalGateway = Field(
        description="The power under which it is asked. Section 45 is the board's alone."
    )
    purpose: Words = Field(description="Why it is needed.")
    question: Words = Field(description="What is asked, no more than the purpose needs.")
    target_due_at: Instant | None = Field(
        default=None, description="When an answer is hoped for; a target, never a cut-off."
    )


class NewAnswer(Input):
    """What the agency that was asked gives: its contribution."""

    words: Words


class Declining(Input):
    """Why the agency that was asked will not give it: reasons in writing (section 7(3))."""

    reason: Words


class ContributionView(View):
    """What was given, and whose it is."""

    contribution_id: UUID
    owner_agency_id: UUID
    words: str
    given_at: datetime


class RequestView(View):
    """A request, as the agency that asked, the one that was asked and the lead read it."""

    request_id: UUID
    case_id: UUID
    kind: RequestKind
    state: RequestState
    asked_by_agency_id: UUID
    asked_of_agency_id: UUID
    legal_gateway: LegalGateway
    purpose: str
    question: str
    target_due_at: datetime | None
    made_at: datetime
    acknowledged_at: datetime | None
    settled_at: datetime | None
    decline_reason: str | None
    contribution: ContributionView | None
