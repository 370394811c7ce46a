"""What partners tells about targets: that one was extended, that one was missed."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.targets import TargetCode


class AgreedWithAdult(StrEnum):
    """Whether the adult agreed that something takes longer."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class TargetEvent(CaseEvent):
    """A fact about when something should be done: for who owes it, who waits, and the lead.

    `subject_id` is a request, an action, the invited agency or the case, by what `target` says.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    clock_id: UUID
    target: TargetCode
    subject_id: UUID
    owed_by_agency_id: UUID
    owed_to_agency_id: UUID
    due_at: datetime

    def addressees(self) -> frozenset[UUID]:
        """Return the agency that owes it and the agency that waits for it."""
        return frozenset({self.owed_by_agency_id, self.owed_to_agency_id})


class TargetExtended(TargetEvent):
    """There is more time, with a reason; `due_at` is the new target."""

    type: Literal["partners.target_extended.v1"] = "partners.target_extended.v1"
    agreed_with_adult: AgreedWithAdult


class TargetMissed(TargetEvent):
    """The time has passed and nothing was done. It informs: nothing is closed by it."""

    type: Literal["partners.target_missed.v1"] = "partners.target_missed.v1"
