"""The facts that are counted: narrow rows, written with what they count; no narrative."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.schema import Base
from shared.database import Json, coded
from shared.reference.care_act import DecisionOutcome, EnquiryKind
from shared.reference.concerns import WithdrawalReason
from shared.reference.demographics import Ethnicity, Gender, PrimarySupportReason
from shared.reference.msp import Achieved, Asked, JudgedBy
from shared.reference.sac import Location
from shared.reference.sac_concluded import (
    ActionTaken,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)


class ConcernFact(Base):
    """A concern was raised; `decision` is empty until the lead agency has decided.

    `withdrawn` says why the agency that raised it no longer stands by it, if it does not.

    What it was about is empty for concerns that were counted before that was kept.
    """

    __tablename__ = "concern_facts"

    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    raised_at: Mapped[datetime] = mapped_column(index=True)
    decision: Mapped[DecisionOutcome | None] = mapped_column(coded(DecisionOutcome))
    decided_at: Mapped[datetime | None]
    abuse_types: Mapped[list[str] | None] = mapped_column(Json)
    sources_of_risk: Mapped[list[str] | None] = mapped_column(Json)
    location: Mapped[Location | None] = mapped_column(coded(Location))
    is_immediate_danger: Mapped[bool | None]
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

    What it found is empty for enquiries that were concluded before that was kept.
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
