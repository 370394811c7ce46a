"""What partners tells statistics about how each agency takes part, silence included."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class EngagementSubject(StrEnum):
    """What an agency was asked to do, or did by itself."""

    INVITATION = "invitation"
    REQUEST = "request"
    ACTION = "action"
    CONTRIBUTION = "contribution"


class EngagementStep(StrEnum):
    """What happened: each at most once for one subject; `overdue` where nothing was heard."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    CONTRIBUTED = "contributed"
    DECLINED = "declined"
    OVERDUE = "overdue"
    ENDED = "ended"


class EngagementRecorded(CaseEvent):
    """One fact about how an agency takes part in a case; told to no agency."""

    audience: ClassVar[Audience] = Audience.INTERNAL

    type: Literal["partners.engagement_recorded.v1"] = "partners.engagement_recorded.v1"
    agency_id: UUID
    subject: EngagementSubject
    subject_id: UUID
    step: EngagementStep
    at: datetime
