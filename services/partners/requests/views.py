"""The bodies of requests and of what answers them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.partners.contributions.views import ContributionView
from services.partners.requests.lifecycle import RequestState
from shared.events.partners import RequestKind
from shared.http.inputs import BrokenInput, Input, Instant, ShortText, View, Words
from shared.reference.care_act import LegalGateway
from shared.reference.information_sharing import (
    AdvocateNeed,
    AnswerQuality,
    Consent,
    CrimePurpose,
    DeclineCode,
    Disclosure,
    Implicated,
    PoliceRank,
)


class _ConsentFields(BaseModel):
    answer: Consent = Field(description="Whether the adult agreed to this being asked.")
    note: Words | None = Field(default=None, description="How they were asked, or why not.")


class _ConflictFields(BaseModel):
    implicated: Implicated = Field(
        description="Whether the agency is itself concerned by what is alleged."
    )
    justification: Words | None = Field(
        default=None,
        description="Why it should enquire all the same. Needed unless it is not implicated.",
    )


class _BoardFields(BaseModel):
    for_its_functions: bool = Field(description="Condition 1.")
    likely_to_hold_it: bool = Field(description="Condition 2.")
    about_the_agency_or_its_work: bool = Field(
        description="Condition 3: about the agency, its functions, or a person it deals with."
    )
    supplied_before: bool = Field(
        description="Condition 4: supplied in answer to another request of the board, or from it."
    )


class _PoliceFields(BaseModel):
    requested_by_rank: PoliceRank
    authorised_by: ShortText = Field(description="Who authorised it: name or collar number.")
    authorised_by_rank: PoliceRank = Field(description="An inspector or above.")
    purposes: Annotated[list[CrimePurpose], Field(max_length=3)]
    offence: Words = Field(description="What is investigated, prevented or collected.")
    necessity: Words = Field(description="Why it is necessary, and what less would not do.")
    would_be_prejudiced: bool = Field(
        description="That the purpose would be likely to be prejudiced without it."
    )
    about_one_person: bool = Field(description="That it is about a specific individual.")


class ConsentRecorded(_ConsentFields, Input):
    """Whether the adult agreed: recorded beside the lawful basis, and never one."""


class ConflictCheck(_ConflictFields, Input):
    """Whether the agency that is to enquire is implicated."""


class CausedEnquiry(Input):
    """What the lead agency causes to be enquired into (Care Act 2014, section 42(2))."""

    terms_of_reference: Words
    questions: Annotated[list[Words], Field(min_length=1, max_length=50)]
    conflict_of_interest: ConflictCheck
    advocate: AdvocateNeed
    advocate_note: Words | None = None


class BoardConditions(_BoardFields, Input):
    """The conditions of section 45: 1 and 2, and 3 or 4."""


class PoliceRequest(_PoliceFields, Input):
    """What a request under the Data Protection Act 2018, schedule 2, paragraph 2 says."""


class NewRequest(Input):
    """Something to ask of another agency in the case."""

    kind: RequestKind = Field(description="What is asked for.")
    asked_of_agency_id: UUID = Field(description="The lead agency, or one that takes part.")
    legal_gateway: LegalGateway = Field(
        description="The power or duty under which it is asked. Section 45 is the board's alone."
    )
    consent: ConsentRecorded = ConsentRecorded(answer=Consent.UNKNOWN)
    purpose: Words = Field(description="Why it is needed.")
    question: Words = Field(description="What is asked, no more than the purpose needs.")
    target_due_at: Instant | None = Field(
        default=None,
        description="When an answer is hoped for; left out, the target in force for its kind. "
        "A target, never a cut-off.",
    )
    enquiry: CausedEnquiry | None = Field(default=None, description="To cause an enquiry.")
    board: BoardConditions | None = Field(default=None, description="Under section 45.")
    police: PoliceRequest | None = Field(default=None, description="Of a police force.")


class DisclosureDecision(Input):
    """The decision of the agency that the police asked, case by case."""

    decision: Disclosure
    reason: Words


class NewAnswer(Input):
    """What the agency that was asked gives: its contribution."""

    words: Words
    disclosure: DisclosureDecision | None = Field(
        default=None, description="Needed in answer to a request under schedule 2, paragraph 2."
    )


class Declining(Input):
    """Why the agency that was asked will not give it: reasons in writing (section 7(3))."""

    code: DeclineCode = DeclineCode.OTHER
    reason: Words


class RequestWithdrawal(Input):
    """Why the agency that asked asks no more."""

    reason: Words


class NewJudgement(Input):
    """What the lead agency makes of the report of an enquiry that it caused."""

    quality: AnswerQuality
    reason: Words = Field(description="Why; where more work is needed, what is missing.")
    target_due_at: Instant | None = Field(
        default=None, description="Where more work is needed, by when."
    )

    @model_validator(mode="after")
    def _names_a_target_for_more_work(self) -> Self:
        needs_one = self.quality is AnswerQuality.MORE_WORK
        if needs_one != (self.target_due_at is not None):
            raise BrokenInput("target", "A new target belongs to more work, and to that alone.")
        return self


class ConsentView(_ConsentFields, View):
    """Whether the adult agreed."""


class ConflictView(_ConflictFields, View):
    """Whether the agency that is to enquire was found to be implicated."""


class CausedEnquiryView(View):
    """What is to be enquired into."""

    terms_of_reference: str
    questions: list[str]
    conflict_of_interest: ConflictView
    advocate: AdvocateNeed
    advocate_note: str | None


class BoardConditionsView(_BoardFields, View):
    """The conditions of section 45, as the board said they are met."""


class PoliceRequestView(_PoliceFields, View):
    """What the police said of their request."""


class Particulars(View):
    """What is kept, as one document, of what a request's kind and power needed to be said."""

    consent_note: str | None = None
    enquiry: CausedEnquiryView | None = None
    board: BoardConditionsView | None = None
    police: PoliceRequestView | None = None

    @classmethod
    def said_in(cls, new: NewRequest) -> "Particulars":
        """Return what a new request says of these."""
        said = new.model_dump(include={"enquiry", "board", "police"})
        return cls.model_validate({"consent_note": new.consent.note, **said})


class JudgementView(View):
    """What the lead agency made of a report."""

    quality: AnswerQuality
    reason: str
    target_due_at: datetime | None
    judged_at: datetime


class DisclosureView(View):
    """What was decided about disclosing to the police."""

    decision: Disclosure
    reason: str


class RequestView(View):
    """A request, as the agency that asked, the one that was asked and the lead read it."""

    request_id: UUID
    case_id: UUID
    kind: RequestKind
    state: RequestState
    asked_by_agency_id: UUID
    asked_of_agency_id: UUID
    legal_gateway: LegalGateway
    consent: ConsentView
    purpose: str
    question: str
    enquiry: CausedEnquiryView | None
    board: BoardConditionsView | None
    police: PoliceRequestView | None
    acknowledge_by: datetime | None
    target_due_at: datetime | None
    target_missed_at: datetime | None
    made_at: datetime
    acknowledged_at: datetime | None
    settled_at: datetime | None
    decline_code: DeclineCode | None
    decline_reason: str | None
    withdrawal_reason: str | None
    disclosure: DisclosureView | None
    contribution: ContributionView | None = Field(
        description="The answer, for whom it is shared with; its owner may share it further, "
        "withdraw it or pass it on."
    )
    judgements: list[JudgementView]
