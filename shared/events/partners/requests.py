"""What partners tells about what agencies ask of each other."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.care_act import LegalGateway
from shared.reference.information_sharing import AnswerQuality, DeclineCode


class RequestKind(StrEnum):
    """What is asked of a party."""

    INFORMATION = "information"
    CAUSE_ENQUIRY = "cause_enquiry"
    ADVICE = "advice"
    ACTION = "action"


class RequestEvent(CaseEvent):
    """A step in a request; told to the two agencies it is between, and to the lead."""

    audience: ClassVar[Audience] = Audience.PARTIES
    request_id: UUID
    asked_by_agency_id: UUID
    asked_of_agency_id: UUID

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that asked and the agency that was asked."""
        return frozenset({self.asked_by_agency_id, self.asked_of_agency_id})


class RequestMade(RequestEvent):
    """An agency was asked for something."""

    type: Literal["partners.request_made.v1"] = "partners.request_made.v1"
    kind: RequestKind
    legal_gateway: LegalGateway
    target_due_at: datetime | None


class RequestAcknowledged(RequestEvent):
    """The agency that was asked has seen it."""

    type: Literal["partners.request_acknowledged.v1"] = "partners.request_acknowledged.v1"


class RequestAnswered(RequestEvent):
    """The agency that was asked has given what it can."""

    type: Literal["partners.request_answered.v1"] = "partners.request_answered.v1"
    contribution_id: UUID


class RequestDeclined(RequestEvent):
    """The agency that was asked will not give it, and said why in writing (section 7(3))."""

    type: Literal["partners.request_declined.v1"] = "partners.request_declined.v1"
    code: DeclineCode | None = None


class RequestWithdrawn(RequestEvent):
    """The agency that asked asks no more."""

    type: Literal["partners.request_withdrawn.v1"] = "partners.request_withdrawn.v1"


class AnswerJudged(RequestEvent):
    """The lead agency accepted or rejected the report of an enquiry, or asked for more work."""

    type: Literal["partners.answer_judged.v1"] = "partners.answer_judged.v1"
    quality: AnswerQuality
    target_due_at: datetime | None
