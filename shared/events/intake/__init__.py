"""What intake tells the others."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.contract import Audience, CaseEvent, SealEvent
from shared.reference.care_act import DecisionOutcome, LimbFinding
from shared.reference.concerns import WithdrawalReason
from shared.reference.dates import DatePrecision
from shared.reference.demographics import (
    Ethnicity,
    Gender,
    HealthCondition,
    PrimarySupportReason,
)
from shared.reference.msp import Asked
from shared.reference.patterns import TraceKind
from shared.reference.sac import AbuseType, Location, SourceOfRisk


class Hold(BaseModel):
    """An agency, or a unit or person in it, that must not know of the case until it is decided."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    exclusion_id: UUID
    agency_id: UUID
    unit: str | None = None
    practitioner_id: str | None = None


class Described(BaseModel):
    """What an adult is counted by. `person_id` is one for all records found to be of one person.

    `age` is the age on `age_on`, a 31 March: on any later one it is as many years more.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    adult_id: UUID
    person_id: UUID
    gender: Gender
    ethnicity: Ethnicity
    primary_support_reason: PrimarySupportReason
    health_conditions: tuple[HealthCondition, ...]
    age: int | None
    age_on: date
    age_is_estimated: bool


class Accusing(CaseEvent):
    """What an agency reported, and who must not know of the case because of it.

    `holds` travel inside, so that every service knows them with what they are about.
    `has_unmatched_employer` is said of the whole case, as it is now.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"holds", "has_unmatched_employer"})

    concern_id: UUID
    raised_by_agency_id: UUID
    occurred_on: date | None
    occurred_precision: DatePrecision | None = None
    occurred_until: date | None = None
    abuse_types: tuple[AbuseType, ...]
    location: Location
    sources_of_risk: tuple[SourceOfRisk, ...]
    asked: Asked
    immediate_danger: bool
    holds: tuple[Hold, ...]
    has_unmatched_employer: bool


class ConcernRaised(Accusing):
    """An agency reported suspected abuse or neglect; a case began with it."""

    internal_fields: ClassVar[frozenset[str]] = Accusing.internal_fields | {"described"}
    referrer_may_know: ClassVar[bool] = True

    type: Literal["intake.concern_raised.v1"] = "intake.concern_raised.v1"
    lead_agency_id: UUID
    raised_at: datetime
    described: Described | None = None


class ConcernAdded(Accusing):
    """An agency that knows the case reported more of suspected abuse or neglect of the adult."""

    type: Literal["intake.concern_added.v1"] = "intake.concern_added.v1"
    raised_at: datetime


class ConcernCorrected(Accusing):
    """The agency that raised a concern told it anew: this is the whole of it now."""

    type: Literal["intake.concern_corrected.v1"] = "intake.concern_corrected.v1"
    version: int
    corrected_at: datetime


class ConcernWithdrawn(CaseEvent):
    """The agency that raised a concern no longer stands by it. The case goes on."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["intake.concern_withdrawn.v1"] = "intake.concern_withdrawn.v1"
    concern_id: UUID
    raised_by_agency_id: UUID
    reason: WithdrawalReason
    withdrawn_at: datetime


class PatternNoticed(CaseEvent):
    """The source of risk in this case came up with other adults as well, `adults` in all.

    It is told to the lead agency alone, on the newest of the cases, and it decides nothing.
    """

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["intake.pattern_noticed.v1"] = "intake.pattern_noticed.v1"
    pattern_id: UUID
    kind: TraceKind
    adults: int
    noticed_at: datetime


class InformationGathered(CaseEvent):
    """The lead agency looked further before, or beside, its decision (section 42(1))."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["intake.information_gathered.v1"] = "intake.information_gathered.v1"
    information_id: UUID
    gathered_at: datetime


class DecisionMade(CaseEvent):
    """The lead agency decided whether section 42 applies, and what follows."""

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"care_and_support_needs", "abuse_or_neglect", "unable_to_protect"}
    )
    referrer_may_know: ClassVar[bool] = True

    type: Literal["intake.decision_made.v1"] = "intake.decision_made.v1"
    decision_id: UUID
    outcome: DecisionOutcome
    decided_at: datetime
    care_and_support_needs: LimbFinding
    abuse_or_neglect: LimbFinding
    unable_to_protect: LimbFinding


class EmployerRecognised(CaseEvent):
    """An organisation joined that stands behind a source of risk named before: it is held.

    `has_unmatched_employer` is said of the whole case, as it is now.
    """

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["intake.employer_recognised.v1"] = "intake.employer_recognised.v1"
    holds: tuple[Hold, ...]
    has_unmatched_employer: bool


class AuditSealed(SealEvent):
    """The audit of intake was sealed up to here."""

    type: Literal["intake.audit_sealed.v1"] = "intake.audit_sealed.v1"


class AdultRedescribed(CaseEvent):
    """The lead agency put right what is known of who the adult is: read it anew.

    `number_changed` says that the adult's NHS number is another one now, or known at last.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"described"})

    type: Literal["intake.adult_redescribed.v1"] = "intake.adult_redescribed.v1"
    version: int
    number_changed: bool
    redescribed_at: datetime
    described: Described


class AdultsMerged(CaseEvent):
    """The lead agency found that the adult of this case is the person of another record."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["intake.adults_merged.v1"] = "intake.adults_merged.v1"
    adult_id: UUID
    person_id: UUID
    merged_at: datetime


class AdultSeparated(CaseEvent):
    """The lead agency found that the adult of this case is nobody else after all."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["intake.adult_separated.v1"] = "intake.adult_separated.v1"
    adult_id: UUID
    person_id: UUID
    separated_at: datetime
