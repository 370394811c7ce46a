"""What outcomes tells of weighings: that options were weighed, and not what they are."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class WeighingRecorded(CaseEvent):
    """What the adult could do was weighed; in a conversation, or without the adult (None)."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.weighing_recorded.v1"] = "outcomes.weighing_recorded.v1"
    weighing_id: UUID
    desired_outcome_id: UUID | None
    conversation_id: UUID | None
    recorded_by_agency_id: UUID


class WeighingRevised(CaseEvent):
    """It was weighed anew; earlier versions are kept."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.weighing_revised.v1"] = "outcomes.weighing_revised.v1"
    weighing_id: UUID
    desired_outcome_id: UUID | None
    conversation_id: UUID | None
    version: int
    revised_by_agency_id: UUID
