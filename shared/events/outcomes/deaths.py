"""What outcomes tells of the death of the adult: that it was, never of what."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.dates import DatePrecision


class AdultDied(CaseEvent):
    """The adult died. Told again, it replaces what was told before."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.adult_died.v1"] = "outcomes.adult_died.v1"
    died_on: date | None
    precision: DatePrecision
    recorded_by_agency_id: UUID


class DeathRetracted(CaseEvent):
    """The adult did not die: it had been recorded in error."""

    audience: ClassVar[Audience] = Audience.PARTIES

    type: Literal["outcomes.death_retracted.v1"] = "outcomes.death_retracted.v1"
    retracted_by_agency_id: UUID
