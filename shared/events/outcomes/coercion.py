"""What outcomes tells of coercion: that signs were seen, to the lead agency alone."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class CoercionObserved(CaseEvent):
    """Signs of coercion or control were seen. Which, is read and never sent."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["outcomes.coercion_observed.v1"] = "outcomes.coercion_observed.v1"
    observation_id: UUID
    observed_at: datetime
    recorded_by_agency_id: UUID
