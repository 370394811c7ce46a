"""What outcomes tells of desired outcomes after they were recorded."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.msp import AskedOf


class DesiredOutcomeWithdrawn(CaseEvent):
    """The adult no longer wants it, by what was said in a conversation. It stays on record."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.desired_outcome_withdrawn.v1"] = "outcomes.desired_outcome_withdrawn.v1"
    desired_outcome_id: UUID
    version: int
    conversation_id: UUID
    said_by: AskedOf
    recorded_by_agency_id: UUID
