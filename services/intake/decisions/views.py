"""Information gathered, the decision and the case's state, as they are sent and shown."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.http.inputs import Input, Instant, ShortText, View, Words
from shared.reference.care_act import DecisionOutcome, LimbFinding


class NewInformation(Input):
    """What was found out, and from whom. `gathered_at` is the moment of sending if left out."""

    source: ShortText
    note: Words
    gathered_at: Instant | None = None


class InformationContent(View):
    """What was found out, and from whom."""

    source: str
    note: str


class InformationView(InformationContent):
    """Information that the lead agency gathered."""

    information_id: UUID
    gathered_at: datetime
    recorded_at: datetime
    recorded_by_practitioner_id: str | None


class NewLimb(Input):
    """What was found of one limb of section 42(1), and on what evidence."""

    finding: LimbFinding
    evidence: Words


class NewDecider(Input):
    """The person who decided."""

    name: ShortText
    role: ShortText


class NewDecision(Input):
    """The section 42 decision: the three limbs, what follows, why, and who decided it.

    The limbs: the adult has needs for care and support; is experiencing, or at risk of, abuse or
    neglect; and as a result of those needs is unable to protect themselves.
    """

    care_and_support_needs: NewLimb
    abuse_or_neglect: NewLimb
    unable_to_protect: NewLimb
    outcome: DecisionOutcome
    rationale: Words
    decider: NewDecider


class LimbView(View):
    """What was found of one limb, and on what evidence."""

    finding: LimbFinding
    evidence: str


class DeciderView(View):
    """The person who decided."""

    name: str
    role: str


class Grounds(View):
    """What a decision rests on, and who made it."""

    care_and_support_needs: LimbView
    abuse_or_neglect: LimbView
    unable_to_protect: LimbView
    rationale: str
    decider: DeciderView


class DecisionView(View):
    """A decision. What the reader's agency is not shown is null."""

    decision_id: UUID
    case_id: UUID
    outcome: DecisionOutcome
    decided_at: datetime
    care_and_support_needs: LimbView | None
    abuse_or_neglect: LimbView | None
    unable_to_protect: LimbView | None
    rationale: str | None
    decider: DeciderView | None


class CaseState(StrEnum):
    """How far a case is on its way to the decision."""

    RECEIVED = "received"
    INFORMATION_GATHERING = "information_gathering"
    DECIDED = "decided"


class CaseView(View):
    """A case up to its decision. `concern_ids`: the concerns in it, the oldest first."""

    case_id: UUID
    lead_agency_id: UUID
    state: CaseState
    concern_ids: tuple[UUID, ...]
    decision: DecisionView | None
