"""What outcomes tells of conversations after they were recorded."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.msp import Asked, AskedOf


class ConversationCorrected(CaseEvent):
    """What had been told of a conversation was put right; the earlier versions are kept."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.conversation_corrected.v1"] = "outcomes.conversation_corrected.v1"
    conversation_id: UUID
    version: int
    corrected_by_agency_id: UUID
    asked: Asked
    asked_of: AskedOf | None
    held_at: datetime
