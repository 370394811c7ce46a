"""The facts that are counted: narrow rows, written with what they count; no narrative.

Each follows from the events of one case, or of one agency, and from nothing else.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base
from shared.database import Json, coded
from shared.events.partners import EngagementSubject, RequestKind
from shared.reference.care_act import DecisionOutcome, EnquiryKind
from shared.reference.concerns import WithdrawalReason
from shared.reference.demographics import Ethnicity, Gender, PrimarySupportReason
from shared.reference.experience import AnswerMethod, InvitationState, Respondent
from shared.reference.msp import Achieved, Asked, AskedOf, JudgedBy, OutcomeCategory
from shared.reference.sac import Location
from shared.reference.sac_concluded import (
    ActionTaken,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)


class CaseFact(Base):
    """A case began, and which agency leads it."""

    __tablename__ = "case_facts"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    synthetic: Mapped[bool]
    council_id: Mapped[UUID]


class ChangedCase(Base):
    """When the facts of a case were written last. It is no fact: it says what to count anew.

    Its row is the lock under which they are written.
    """

    __tablename__ = "changed_cases"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)


class ConcernFact(Base):
    """A concern was raised; `decision` is empty until the lead agency has decided.

    `withdrawn` says why the agency that raised it no longer stands by it, if it does not.

    What it was about is empty for concerns that were counted before that was kept.
    """

    __tablename__ = "concern_facts"

    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    raised_by_agency_id: Mapped[UUID | None]
    raised_at: Mapped[datetime] = mapped_column(index=True)
    decision: Mapped[DecisionOutcome | None] = mapped_column(coded(DecisionOutcome))
    decided_at: Mapped[datetime | None]
    abuse_types: Mapped[list[str] | None] = mapped_column(Json)
    sources_of_risk: Mapped[list[str] | None] = mapped_column(Json)
    location: Mapped[Location | None] = mapped_column(coded(Location))
    is_immediate_danger: Mapped[bool | None]
    asked: Mapped[Asked | None] = mapped_column(coded(Asked))
    withdrawn: Mapped[WithdrawalReason | None] = mapped_column(coded(WithdrawalReason))


class AdultFact(Base):
    """Whom a case is about, by what people are counted by. One person may have several cases.

    `age` is the age on `age_on`, a 31 March. Empty for cases that began before this was kept.
    """

    __tablename__ = "adult_facts"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    synthetic: Mapped[bool]
    adult_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    gender: Mapped[Gender] = mapped_column(coded(Gender))
    ethnicity: Mapped[Ethnicity] = mapped_column(coded(Ethnicity))
    primary_support_reason: Mapped[PrimarySupportReason] = mapped_column(
        coded(PrimarySupportReason)
    )
    health_conditions: Mapped[list[str]] = mapped_column(Json)
    age: Mapped[int | None]
    age_on: Mapped[date]
    age_is_estimated: Mapped[bool]


class EnquiryFact(Base):
    """An enquiry was opened; the rest is empty unless it is concluded now.

    What it found is empty for enquiries that were concluded before that was kept. `team` is the
    unit of who concluded it. `died_on` may be empty for an adult who died: the day is not known.
    """

    __tablename__ = "enquiry_facts"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    synthetic: Mapped[bool]
    kind: Mapped[EnquiryKind] = mapped_column(coded(EnquiryKind))
    opened_at: Mapped[datetime] = mapped_column(index=True)
    concluded_at: Mapped[datetime | None] = mapped_column(index=True)
    asked: Mapped[Asked | None] = mapped_column(coded(Asked))
    achieved: Mapped[Achieved | None] = mapped_column(coded(Achieved))
    achieved_judged_by: Mapped[JudgedBy | None] = mapped_column(coded(JudgedBy))
    derived: Mapped[bool]
    team: Mapped[str | None]
    adult_died: Mapped[bool]
    died_on: Mapped[date | None]
    risks: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    risk_assessment: Mapped[RiskAssessment | None] = mapped_column(coded(RiskAssessment))
    action: Mapped[ActionTaken | None] = mapped_column(coded(ActionTaken))
    risk_outcome: Mapped[RiskOutcome | None] = mapped_column(coded(RiskOutcome))
    lacked_capacity: Mapped[LackedCapacity | None] = mapped_column(coded(LackedCapacity))
    support: Mapped[SupportProvided | None] = mapped_column(coded(SupportProvided))


class DesiredOutcomeFact(Base):
    """A desired outcome was recorded.

    Being limited or no longer wanted leaves it in every count; what was negotiated from another
    is counted apart.
    """

    __tablename__ = "desired_outcome_facts"

    desired_outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    category: Mapped[OutcomeCategory | None] = mapped_column(coded(OutcomeCategory))
    owner_agency_id: Mapped[UUID | None]
    recorded_by_agency_id: Mapped[UUID | None]
    limited: Mapped[bool]
    negotiated: Mapped[bool]
    no_longer_wanted: Mapped[bool]


class VerdictFact(Base):
    """The newest verdict of each judge on a desired outcome; one judge's never hides another's."""

    __tablename__ = "verdict_facts"

    desired_outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    judged_by: Mapped[JudgedBy] = mapped_column(coded(JudgedBy), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    achieved: Mapped[Achieved] = mapped_column(coded(Achieved))
    given_at: Mapped[datetime]


class ConversationFact(Base):
    """Somebody was or was not asked what they want, as told last; and by which agency first."""

    __tablename__ = "conversation_facts"

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    recorded_by_agency_id: Mapped[UUID]
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    asked_of: Mapped[AskedOf | None] = mapped_column(coded(AskedOf))
    held_at: Mapped[datetime]


class LimitationFact(Base):
    """A desired outcome could not be delivered in full. `applies` is whether it still can't."""

    __tablename__ = "limitation_facts"

    limitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    desired_outcome_id: Mapped[UUID]
    reasons: Mapped[list[str]] = mapped_column(Json)
    adult_was_told: Mapped[bool]
    applies: Mapped[bool]


class EngagementFact(Base):
    """An agency was asked for something, or gave it by itself, and what came of it when.

    Nothing after `asked_at` is silence; `overdue_at` is when the time for it had passed.
    """

    __tablename__ = "engagement_facts"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    synthetic: Mapped[bool]
    subject: Mapped[EngagementSubject] = mapped_column(coded(EngagementSubject))
    request_kind: Mapped[RequestKind | None] = mapped_column(coded(RequestKind))
    asked_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    contributed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class InvitationFact(Base):
    """The adult, or who speaks for them, was to be asked what it was like; how far that came."""

    __tablename__ = "invitation_facts"

    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    concluded_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(coded(InvitationState))
    respondent: Mapped[Respondent | None] = mapped_column(coded(Respondent))
    method: Mapped[AnswerMethod | None] = mapped_column(coded(AnswerMethod))


class ApproachFact(Base):
    """How an agency went about Making Safeguarding Personal in a period, as it said last.

    `declared` has the codes and numbers of `partners.approach_declared.v1`.
    """

    __tablename__ = "approach_facts"

    approach_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    first_day: Mapped[date]
    last_day: Mapped[date]
    declared: Mapped[dict[str, Any]] = mapped_column(Json)


Kind = type[Base]

FACTS: tuple[Kind, ...] = (
    CaseFact,
    AdultFact,
    ConcernFact,
    EnquiryFact,
    ConversationFact,
    DesiredOutcomeFact,
    LimitationFact,
    VerdictFact,
    EngagementFact,
    InvitationFact,
    ApproachFact,
)
