"""Surveys as they are opened, answered and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.statistics.views import ShareView
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.agencies import AgencyKind
from shared.reference.surveys import DeclineReason, ResponseState, Selection, SurveyKind

MOST_ASKED = 100_000
MOST_QUESTIONS = 100

Count = Annotated[
    int | None, Field(description="Null where it is not shown: below five, or it would tell one.")
]


class NewSurvey(Input):
    """A survey to open: of whom, about which time, everyone or as many as chance picks."""

    kind: SurveyKind
    period_from: Day
    period_to: Day
    selection: Selection
    sample_size: Annotated[
        int | None, Field(ge=1, le=MOST_ASKED, description="Given exactly for a random sample.")
    ] = None
    closes_on: Annotated[Day, Field(description="The last day on which it can be answered.")]


class NewAnswers(Input):
    """Answers by the codes of questions; a question that is left out is left out."""

    answers: Annotated[dict[ShortText, ShortText], Field(max_length=MOST_QUESTIONS)]
    words: Words | None = None


class NewRefusal(Input):
    """That somebody would rather not answer."""

    reason: DeclineReason = DeclineReason.NOT_GIVEN


class NewLeaver(Input):
    """That a practitioner is no longer at the calling agency."""

    practitioner_id: ShortText


class QuestionView(View):
    """A question, with its answers by code in the order in which they are offered."""

    code: str
    text: str
    answers: dict[str, str]


class SurveyView(View):
    """A survey, its frame, and how people were picked from it.

    With the seed anybody who holds the frame can draw the sample again. `agencies_naming_nobody`
    acted in the period through systems that named no practitioner, so nobody there is asked.
    """

    survey_id: UUID
    kind: SurveyKind
    opened_by_agency_id: UUID
    opened_at: datetime
    period_from: date
    period_to: date
    closes_on: date
    is_closed: bool
    wording: str
    selection: Selection
    sample_size: int | None
    seed: str | None
    frame: int
    selected: int
    agencies_naming_nobody: int


class MySurveyView(View):
    """A survey that asks the practitioner who calls, or their agency, with its questions."""

    survey_id: UUID
    kind: SurveyKind
    title: str
    intro: tuple[str, ...]
    period_from: date
    period_to: date
    closes_on: date
    state: ResponseState
    questions: tuple[QuestionView, ...]
    words: str


class MySurveysView(View):
    """Every open survey that asks you and that you have not answered."""

    items: list[MySurveyView]


class ResponseReceipt(View):
    """What came of asking is kept; what was answered is kept without a name."""

    survey_id: UUID
    state: ResponseState


class LeaverReceipt(View):
    """It is noted, whether or not a survey asked them: that is nobody's to know."""

    practitioner_id: str


class KindView(View):
    """How the agencies of one kind are in the frame, among those asked, and in the answers."""

    agency_kind: AgencyKind
    frame: Count
    selected: Count
    responded: Count


class AnswerResults(ShareView):
    """How often an answer was given, of those who answered the question.

    The bounds are of everyone who was asked. All are null where the count is not shown.
    """

    count: Count


class QuestionResults(View):
    """How a question was answered. `of` have answered it, `left_out` have responded and did not."""

    code: str
    text: str
    of: int
    answers: dict[str, AnswerResults]
    left_out: int


class SurveyResults(View):
    """What came of a survey.

    `states` are those who were asked, by what became of each; `responded` answered in full or in
    part. Whether somebody took part tells nothing of their views, so these are exact. The
    questions follow when the survey is over, where five people or more responded: until then two
    readings would tell the answers that came between them.
    """

    survey: SurveyView
    states: dict[ResponseState, int]
    decline_reasons: dict[DeclineReason, Count]
    responded: int
    response: Annotated[
        float | None, Field(description="`responded` of those asked who are still there, 0 to 1.")
    ]
    agency_kinds: list[KindView]
    questions: list[QuestionResults] | None


class SurveyWords(View):
    """What was written in own words, in no order that says who wrote it."""

    items: list[str]
