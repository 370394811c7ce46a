"""What outcomes tells of limitations after they were recorded."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.limitations import LimitationFinding


class LimitationReviewed(CaseEvent):
    """Somebody looked again at why a wish cannot be delivered in full.

    `next_review_on` is None once the limitation no longer applies.
    """

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.limitation_reviewed.v1"] = "outcomes.limitation_reviewed.v1"
    limitation_id: UUID
    desired_outcome_id: UUID
    review_id: UUID
    finding: LimitationFinding
    next_review_on: date | None
    reviewed_by_agency_id: UUID


class LimitationExplained(CaseEvent):
    """An adult who could not be told at first has been told why a wish has limits."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.limitation_explained.v1"] = "outcomes.limitation_explained.v1"
    limitation_id: UUID
    desired_outcome_id: UUID
    told_at: datetime
    recorded_by_agency_id: UUID
