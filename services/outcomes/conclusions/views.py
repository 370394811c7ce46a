"""Bodies about the enquiry as a whole."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.deaths.views import DeathView
from services.outcomes.desired_outcomes.views import DesiredOutcomeView
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.limitations.views import LimitationView
from services.outcomes.verdicts.views import VerdictView
from shared.http.inputs import Input, Instant, View, Words
from shared.reference.care_act import EnquiryKind
from shared.reference.conclusions import (
    CapacityToEnd,
    EndingAskedBy,
    OthersAtRisk,
    ReopeningReason,
)
from shared.reference.msp import Achieved, Asked, JudgedBy
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from shared.reference.sac_concluded import (
    ActionTaken,
    ConclusionGap,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)


class RiskInput(Input):
    """A type of risk that was found, from whom and where; null where that is not recorded."""

    type: AbuseType
    source: SourceOfRisk | None = None
    location: Location | None = None


class NewFindings(Input):
    """What the enquiry found. Every answer may be left out: it is a gap then, to be filled later.

    Nothing is taken from the concern: what was suspected is not what was found.
    """

    risks: Annotated[tuple[RiskInput, ...] | None, Field(min_length=1, max_length=99)] = None
    risk_assessment: RiskAssessment = RiskAssessment.NOT_RECORDED
    action: ActionTaken = ActionTaken.NOT_RECORDED
    risk_outcome: Annotated[RiskOutcome, Field(description="Only where a risk was identified.")] = (
        RiskOutcome.NOT_RECORDED
    )
    lacked_capacity: LackedCapacity = LackedCapacity.NOT_RECORDED
    support: Annotated[
        SupportProvided,
        Field(description="By an advocate, family or friend; only where capacity was lacking."),
    ] = SupportProvided.NOT_RECORDED


class EndedEarly(Input):
    """The adult, or who speaks for them, asked that the enquiry should stop."""

    asked_by: EndingAskedBy
    asked_at: Annotated[Instant, Field(description="When; not in the future.")]
    words: Annotated[Words, Field(description="In the words in which it was asked.")]
    capacity: Annotated[
        CapacityToEnd, Field(description="Whether the adult has capacity for this decision.")
    ] = CapacityToEnd.NOT_RECORDED
    others_at_risk: OthersAtRisk = OthersAtRisk.NOT_RECORDED
    continues: Annotated[
        Words | None,
        Field(description="Where others are at risk: how what protects them goes on."),
    ] = None


class NewConclusion(Input):
    """The end of an enquiry. Whether the adult was asked and what was achieved is not told here."""

    summary: Annotated[Words, Field(description="What was found, done and left.")]
    findings: NewFindings = NewFindings()
    ended_early: EndedEarly | None = None


class RevisedFindings(NewFindings):
    """The findings as a whole, once more of them is known; it replaces the version before."""

    why: Words


class Reopening(Input):
    """That a concluded enquiry is open again, and why."""

    reason: ReopeningReason
    why: Words


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


class RiskView(View):
    """A type of risk that was found, from whom and where; null where that is not recorded."""

    type: AbuseType
    source: SourceOfRisk | None
    location: Location | None


class FindingsView(View):
    """What the enquiry found, in the codes of SAC tables SG2a to SG3a.

    `risks` of null means that none were recorded. `why` is told where a version replaced another.
    """

    version: int
    risks: list[RiskView] | None
    risk_assessment: RiskAssessment
    action: ActionTaken
    risk_outcome: RiskOutcome
    lacked_capacity: LackedCapacity
    support: SupportProvided
    why: str | None
    recorded: RecordedView


class EndedEarlyView(View):
    """That the adult, or who speaks for them, asked that the enquiry should stop."""

    asked_by: EndingAskedBy
    asked_at: datetime
    words: str
    capacity: CapacityToEnd
    others_at_risk: OthersAtRisk
    continues: str | None


class ConclusionView(View):
    """How the enquiry ended, what it found, and in `gaps` what nobody has recorded.

    `findings` is null for enquiries that were concluded before findings were kept.
    """

    concluded_at: datetime
    concluded_by_agency_id: UUID
    concluded_by_practitioner_id: str | None
    summary: str
    result: ResultView
    findings: FindingsView | None
    ended_early: EndedEarlyView | None
    gaps: list[ConclusionGap]


class EarlierConclusionView(View):
    """A conclusion that was undone, and why the enquiry was opened again."""

    conclusion: ConclusionView
    reason: ReopeningReason
    why: str
    reopened: RecordedView


class ConcernCodesView(View):
    """What the concerns of the case were about: suspected, and no finding of the enquiry."""

    types: list[AbuseType]
    sources: list[SourceOfRisk]
    locations: list[Location]


class JudgedOutcomeView(DesiredOutcomeView):
    """A desired outcome with what limits it and how it was judged, the adult's verdict first."""

    limitations: list[LimitationView]
    verdicts: list[VerdictView] | None


class EnquiryView(View):
    """An enquiry with everything recorded in it that is not a conversation.

    `asked` is the best answer of its conversations, in the codes of SAC table SG4a; not_recorded
    until there is one. Verdicts, conclusions, `from_concerns` and what is known of a death are
    null for who reads in an emergency; `adult_died` is told to them all the same.
    """

    enquiry_id: UUID
    case_id: UUID
    kind: EnquiryKind
    state: EnquiryState
    opened_at: datetime
    asked: Asked
    desired_outcomes: list[JudgedOutcomeView]
    overall_verdicts: list[VerdictView] | None
    from_concerns: ConcernCodesView | None
    conclusion: ConclusionView | None
    earlier_conclusions: list[EarlierConclusionView] | None
    adult_died: bool
    death: DeathView | None
    version: int
    synthetic: bool
