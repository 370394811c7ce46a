"""What outcomes tells about the adult's experience after an enquiry has ended."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.experience import AnswerMethod, InvitationState, Respondent


class InvitationChanged(CaseEvent):
    """An invitation to say what it was like came to a state."""

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["outcomes.invitation_changed.v1"] = "outcomes.invitation_changed.v1"
    invitation_id: UUID
    concluded_at: datetime
    state: InvitationState


class ExperienceAnswered(CaseEvent):
    """The adult, or a representative, said what it was like."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["outcomes.experience_answered.v1"] = "outcomes.experience_answered.v1"
    invitation_id: UUID
    respondent: Respondent
    method: AnswerMethod
