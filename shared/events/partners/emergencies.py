"""What partners tells about emergency access to a case."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent


class ReviewFinding(StrEnum):
    """What the lead agency found of an emergency access."""

    JUSTIFIED = "justified"
    UNNECESSARY = "unnecessary"
    MISUSE = "misuse"


class EmergencyAccessOpened(CaseEvent):
    """A practitioner opened a case to themself, for minutes, because someone's safety asked for it.

    The lead agency is told at once, by whom and until when, and nothing else.
    """

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["partners.emergency_access_opened.v1"] = "partners.emergency_access_opened.v1"
    emergency_id: UUID
    agency_id: UUID
    practitioner_id: str
    opened_at: datetime
    ends_at: datetime


class EmergencyAccessReviewed(CaseEvent):
    """The lead agency looked at why emergency access had been opened, and said what it found."""

    audience: ClassVar[Audience] = Audience.LEAD

    type: Literal["partners.emergency_access_reviewed.v1"] = "partners.emergency_access_reviewed.v1"
    emergency_id: UUID
    agency_id: UUID
    finding: ReviewFinding
