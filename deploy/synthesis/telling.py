"""What the services told of one case, each its own in order."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from shared.events.contract import CaseEvent


@dataclass(slots=True)
class Told:
    """The events of a case so far, and the instant that it has come to."""

    case_id: UUID
    council_id: UUID
    at: datetime
    concern_id: UUID = field(default=UUID(int=0))
    events: dict[str, list[tuple[datetime, CaseEvent]]] = field(
        default_factory=lambda: {"intake": [], "outcomes": [], "partners": []}
    )

    def add(self, kind: type[CaseEvent], /, **values: Any) -> None:
        """Tell of something, now."""
        event = kind(case_id=self.case_id, synthetic=True, **values)
        self.events[event.named().partition(".")[0]].append((self.at, event))

    def after(self, chance: Random, *, hours: float) -> datetime:
        """Return an instant some time from now, on the average after so many hours."""
        return self.at + timedelta(hours=chance.expovariate(1 / hours))
