"""What outcomes tells of mental capacity and of who speaks with or for the adult."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.advocacy import AdvocacyDuty, AdvocateKind, RepresentativeKind
from shared.reference.mental_capacity import CapacityConclusion, DecisionKind


class CapacityAssessed(CaseEvent):
    """Capacity was assessed for one decision; what it came to is read, not told."""

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"conclusion"})

    type: Literal["outcomes.capacity_assessed.v1"] = "outcomes.capacity_assessed.v1"
    assessment_id: UUID
    kind: DecisionKind
    assessed_on: date
    recorded_by_agency_id: UUID
    conclusion: CapacityConclusion


class BestInterestsDecided(CaseEvent):
    """A decision was made for the adult, who lacks capacity for it."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.best_interests_decided.v1"] = "outcomes.best_interests_decided.v1"
    decision_id: UUID
    assessment_id: UUID
    decided_on: date
    recorded_by_agency_id: UUID


class AdvocacyReviewed(CaseEvent):
    """Somebody looked whether an independent advocate has to be arranged."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.advocacy_reviewed.v1"] = "outcomes.advocacy_reviewed.v1"
    review_id: UUID
    duty: AdvocacyDuty
    recorded_by_agency_id: UUID


class AdvocateReferred(CaseEvent):
    """An independent advocate was asked for."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.advocate_referred.v1"] = "outcomes.advocate_referred.v1"
    referral_id: UUID
    kind: AdvocateKind
    referred_on: date


class AdvocateAllocated(CaseEvent):
    """An independent advocate was found."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.advocate_allocated.v1"] = "outcomes.advocate_allocated.v1"
    referral_id: UUID
    kind: AdvocateKind
    allocated_on: date


class RepresentativeRecorded(CaseEvent):
    """Somebody speaks for or with the adult."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.representative_recorded.v1"] = "outcomes.representative_recorded.v1"
    representative_id: UUID
    kind: RepresentativeKind
    recorded_by_agency_id: UUID


class RepresentativeEnded(CaseEvent):
    """Somebody no longer speaks for the adult."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.representative_ended.v1"] = "outcomes.representative_ended.v1"
    representative_id: UUID
    ended_by_agency_id: UUID
