"""Bodies about the adult's experience."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView
from services.outcomes.statistics.views import ShareView
from shared.http.inputs import Input, View, Words
from shared.reference.conversations import Recorded as YesNo
from shared.reference.experience import (
    AnswerMethod,
    Asker,
    ExperienceAnswer,
    InvitationState,
    Question,
    Respondent,
    Variant,
)


class NoLongerAsked(StrEnum):
    """What an agency can say of an invitation; `due` takes it back."""

    DUE = "due"
    NOT_SAFE_TO_CONTACT = "not_safe_to_contact"
    DECLINED = "declined"
    NO_CAPACITY_AND_NO_REPRESENTATIVE = "no_capacity_and_no_representative"
    DIED = "died"


class NewInvitationState(Input):
    """Why the adult is not asked, or is after all."""

    state: NoLongerAsked
    reason: Words


class NewSending(Input):
    """To whom the link and the code go, in which words, and who stands behind the question."""

    addressed_to: Respondent
    asker: Annotated[
        Asker, Field(description="Independent of the enquiry, or whoever led it: it may colour.")
    ]
    variant: Variant = Variant.ENGLISH


class NewExperience(Input):
    """Answers that were told to an interviewer, or that came back on paper.

    A question that was not answered is left out. They are the adult's (or the representative's)
    own: once recorded nobody changes them.
    """

    respondent: Respondent
    method: Annotated[AnswerMethod, Field(description="interview or paper.")]
    asker: Asker
    interviewer: Annotated[
        NamedPerson | None, Field(description="Given exactly for an interview.")
    ] = None
    seen_alone: Annotated[
        YesNo, Field(description="Whether nobody else was there; of a form, nobody knows.")
    ] = YesNo.NOT_RECORDED
    variant: Variant = Variant.ENGLISH
    answers: Annotated[dict[Question, ExperienceAnswer], Field(max_length=len(Question))]
    words: Annotated[Words | None, Field(description="Verbatim.")] = None


class InvitationStepView(View):
    """An invitation came to a state. Agency and practitioner are null for the adult's own step."""

    state: InvitationState
    at: datetime
    agency_id: UUID | None
    practitioner_id: str | None
    reason: str | None


class ExperienceView(View):
    """What it was like, in the respondent's own answers. A question without one was left out."""

    respondent: Respondent
    method: AnswerMethod
    asker: Asker | None
    interviewer: PersonView | None
    seen_alone: YesNo
    variant: Variant
    answers: dict[Question, ExperienceAnswer]
    words: str | None
    answered_at: datetime
    framework_ref: None = Field(
        None, description="Null: the wording is the exchange's own and no official question's."
    )


class InvitationView(View):
    """An invitation to say what it was like, how it got where it is, and the answers, if any."""

    invitation_id: UUID
    case_id: UUID
    state: InvitationState
    due_by: date
    addressed_to: Respondent | None
    asker: Asker | None
    expires_at: datetime | None
    steps: list[InvitationStepView]
    experience: ExperienceView | None


class InvitationsView(View):
    """Every invitation of a case: one for each time that the enquiry ended, the newest first."""

    items: list[InvitationView]


class SendingView(View):
    """What goes into the message or the letter; both are shown this once."""

    invitation_id: UUID
    expires_at: datetime
    link: str | None = None
    code: str | None = None


class ExperienceReceipt(View):
    """The answers are kept."""

    invitation_id: UUID
    answered_at: datetime


class RespondentCounts(View):
    """How one kind of respondent answered each question: by answer, and how often left out.

    `shares` are the answers among those who answered the question. Their bounds are what they could
    be if everyone whose invitation nobody has answered, or who left the question out, had answered
    as this kind of respondent.
    """

    answered: int
    answers: dict[Question, dict[ExperienceAnswer, int]]
    left_out: dict[Question, int]
    shares: dict[Question, dict[ExperienceAnswer, ShareView]]


class ExperienceCounts(View):
    """Of the enquiries that ended in a period: every invitation by its state, then the answers.

    `invitations` is the frame. Adults and representatives are apart and never pooled.
    """

    invitations: int
    states: dict[InvitationState, int]
    asked_by: dict[Asker, int]
    respondents: dict[Respondent, RespondentCounts]
