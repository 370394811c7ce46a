"""How effort adds up: a number that was not given is never zero. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from services.outcomes.effort.views import EffortFigures


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many steps there are, how many gave a number, and what those come to."""

    steps: int
    with_minutes: int
    minutes: int
    with_contacts: int
    contacts: int


def add_up(parts: Collection[Numbers]) -> EffortFigures:
    """Return the sums over `parts`: None where no step gave a number."""
    steps = sum(one.steps for one in parts)
    with_minutes = sum(one.with_minutes for one in parts)
    with_contacts = sum(one.with_contacts for one in parts)
    return EffortFigures(
        steps=steps,
        minutes=sum(one.minutes for one in parts) if with_minutes else None,
        steps_without_minutes=steps - with_minutes,
        contacts=sum(one.contacts for one in parts) if with_contacts else None,
        steps_without_contacts=steps - with_contacts,
    )
