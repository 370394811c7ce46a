"""What outcomes tells of conclusions beside their results: what they found, and their undoing."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.contract import Audience, CaseEvent
from shared.reference.conclusions import ReopeningReason
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from shared.reference.sac_concluded import (
    ActionTaken,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)


class RiskFound(BaseModel):
    """A type of risk, from whom and where; None where that was not recorded."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: AbuseType
    source: SourceOfRisk | None
    location: Location | None


class ConclusionDescribed(CaseEvent):
    """What a concluded enquiry found is told, or told better, in the codes of the collection.

    `risks` is None where none were recorded. Internal: statistics count it, agencies read it.
    """

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["outcomes.conclusion_described.v1"] = "outcomes.conclusion_described.v1"
    enquiry_id: UUID
    version: int
    risks: tuple[RiskFound, ...] | None
    risk_assessment: RiskAssessment
    action: ActionTaken
    risk_outcome: RiskOutcome
    lacked_capacity: LackedCapacity
    support: SupportProvided


class EnquiryReopened(CaseEvent):
    """A concluded enquiry is open again; a later conclusion replaces the earlier one."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.enquiry_reopened.v1"] = "outcomes.enquiry_reopened.v1"
    enquiry_id: UUID
    reason: ReopeningReason
    reopened_at: datetime
