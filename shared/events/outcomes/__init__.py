"""What outcomes tells the others."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent, SealEvent
from shared.events.outcomes.capacity import AdvocacyReviewed as AdvocacyReviewed
from shared.events.outcomes.capacity import AdvocateAllocated as AdvocateAllocated
from shared.events.outcomes.capacity import AdvocateReferred as AdvocateReferred
from shared.events.outcomes.capacity import BestInterestsDecided as BestInterestsDecided
from shared.events.outcomes.capacity import CapacityAssessed as CapacityAssessed
from shared.events.outcomes.capacity import RepresentativeEnded as RepresentativeEnded
from shared.events.outcomes.capacity import RepresentativeRecorded as RepresentativeRecorded
from shared.events.outcomes.coercion import CoercionObserved as CoercionObserved
from shared.events.outcomes.conclusions import ConclusionDescribed as ConclusionDescribed
from shared.events.outcomes.conclusions import EnquiryReopened as EnquiryReopened
from shared.events.outcomes.conclusions import RiskFound as RiskFound
from shared.events.outcomes.conversations import ConversationCorrected as ConversationCorrected
from shared.events.outcomes.deaths import AdultDied as AdultDied
from shared.events.outcomes.deaths import DeathRetracted as DeathRetracted
from shared.events.outcomes.desired_outcomes import (
    DesiredOutcomeWithdrawn as DesiredOutcomeWithdrawn,
)
from shared.events.outcomes.experience import ExperienceAnswered as ExperienceAnswered
from shared.events.outcomes.experience import InvitationChanged as InvitationChanged
from shared.events.outcomes.help import HelpAnswered as HelpAnswered
from shared.events.outcomes.help import HelpAskedFor as HelpAskedFor
from shared.events.outcomes.limitations import LimitationExplained as LimitationExplained
from shared.events.outcomes.limitations import LimitationReviewed as LimitationReviewed
from shared.events.outcomes.weighings import WeighingRecorded as WeighingRecorded
from shared.events.outcomes.weighings import WeighingRevised as WeighingRevised
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import (
    Achieved,
    Asked,
    AskedOf,
    JudgedBy,
    LimitationReason,
    OutcomeCategory,
)


class EnquiryOpened(CaseEvent):
    """An enquiry began, by the lead agency's decision."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.enquiry_opened.v1"] = "outcomes.enquiry_opened.v1"
    enquiry_id: UUID
    kind: EnquiryKind
    opened_at: datetime


class ConversationRecorded(CaseEvent):
    """The adult, or someone for them, was or was not asked what they want."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.conversation_recorded.v1"] = "outcomes.conversation_recorded.v1"
    conversation_id: UUID
    recorded_by_agency_id: UUID
    asked: Asked
    asked_of: AskedOf | None
    held_at: datetime
    makes_good_conversation_id: UUID | None = None


class DesiredOutcomeRecorded(CaseEvent):
    """Something the adult wants was written down in their own words."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.desired_outcome_recorded.v1"] = "outcomes.desired_outcome_recorded.v1"
    desired_outcome_id: UUID
    conversation_id: UUID
    category: OutcomeCategory
    owner_agency_id: UUID
    recorded_by_agency_id: UUID
    negotiated_from_id: UUID | None = None


class DesiredOutcomeRevised(CaseEvent):
    """What the adult wants changed; earlier versions are kept."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.desired_outcome_revised.v1"] = "outcomes.desired_outcome_revised.v1"
    desired_outcome_id: UUID
    version: int
    category: OutcomeCategory
    owner_agency_id: UUID
    revised_by_agency_id: UUID


class LimitationRecorded(CaseEvent):
    """A wish cannot be delivered in full, for a coded reason; the wish stays."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.limitation_recorded.v1"] = "outcomes.limitation_recorded.v1"
    limitation_id: UUID
    desired_outcome_id: UUID
    reasons: tuple[LimitationReason, ...]
    adult_was_told: bool
    recorded_by_agency_id: UUID


class VerdictGiven(CaseEvent):
    """Someone judged whether a desired outcome, or all of them, came about.

    `desired_outcome_id` is None for the overall verdict.
    """

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.verdict_given.v1"] = "outcomes.verdict_given.v1"
    verdict_id: UUID
    desired_outcome_id: UUID | None
    achieved: Achieved
    judged_by: JudgedBy
    given_at: datetime
    recorded_by_agency_id: UUID


class EnquiryConcluded(CaseEvent):
    """The enquiry ended; its SAC answers follow from what was recorded.

    `achieved` is None where nothing was expressed or nobody judged; `derived` marks a result
    computed from the desired outcomes because nobody gave an overall verdict. `team` is the unit
    of who concluded it, as the lead agency names it.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"team"})

    type: Literal["outcomes.enquiry_concluded.v1"] = "outcomes.enquiry_concluded.v1"
    enquiry_id: UUID
    asked: Asked
    achieved: Achieved | None
    achieved_judged_by: JudgedBy | None
    derived: bool
    concluded_at: datetime
    team: str | None = None


class ResultRevised(CaseEvent):
    """A verdict given after the enquiry had ended changed its overall result."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.result_revised.v1"] = "outcomes.result_revised.v1"
    enquiry_id: UUID
    achieved: Achieved | None
    achieved_judged_by: JudgedBy | None
    derived: bool
    revised_at: datetime


class AuditSealed(SealEvent):
    """The audit of outcomes was sealed up to here."""

    type: Literal["outcomes.audit_sealed.v1"] = "outcomes.audit_sealed.v1"
