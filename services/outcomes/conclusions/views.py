"""Bodies about the enquiry as a whole."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.deaths.views import DeathView
from services.outcomes.desired_outcomes.views import DesiredOutcomeView
from services.outcomes.limitations.views import LimitationView
from services.outcomes.verdicts.views import VerdictView
from shared.http.inputs import Input, View, Words
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import Achieved, Asked, JudgedBy


class NewConclusion(Input):
    """The end of an enquiry. Its SAC answers follow from what was recorded, not from here."""

    summary: Annotated[Words, Field(description="What was found, done and left.")]


class EnquiryState(StrEnum):
    """Whether outcomes can still be recorded."""

    OPEN = "open"
    CONCLUDED = "concluded"


class ResultView(View):
    """Whether what the adult wanted came about.

    `achieved` of null means not recorded, never "not achieved". `derived` marks a result worked
    out from the desired outcomes because nobody judged the whole; `judged_by` is null there if
    the verdicts that decided come from several judges.
    """

    achieved: Achieved | None
    judged_by: JudgedBy | None
    derived: bool


class ConclusionView(View):
    """How the enquiry ended."""

    concluded_at: datetime
    concluded_by_agency_id: UUID
    concluded_by_practitioner_id: str | None
    summary: str
    result: ResultView


class JudgedOutcomeView(DesiredOutcomeView):
    """A desired outcome with what limits it and how it was judged, the adult's verdict first."""

    limitations: list[LimitationView]
    verdicts: list[VerdictView] | None


class EnquiryView(View):
    """An enquiry with everything recorded in it that is not a conversation.

    `asked` is the best answer of its conversations, in the codes of SAC table SG4a; not_recorded
    until there is one. Verdicts, the conclusion and what is known of a death are null for who reads
    in an emergency; `adult_died` is told to them all the same.
    """

    enquiry_id: UUID
    case_id: UUID
    kind: EnquiryKind
    state: EnquiryState
    opened_at: datetime
    asked: Asked
    desired_outcomes: list[JudgedOutcomeView]
    overall_verdicts: list[VerdictView] | None
    conclusion: ConclusionView | None
    adult_died: bool
    death: DeathView | None
    version: int
    synthetic: bool
