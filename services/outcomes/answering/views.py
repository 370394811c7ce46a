"""What the pages hold of somebody who answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.reference.experience import ExperienceAnswer, Question, Respondent, Variant


class Begun(BaseModel):
    """Which invitation, for whom, in which words, until when."""

    invitation_id: UUID
    respondent: Respondent
    variant: Variant
    until: datetime


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been filled in so far."""

    answers: dict[Question, ExperienceAnswer]
    words: str

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to send."""
        return not self.answers and not self.words.strip()
