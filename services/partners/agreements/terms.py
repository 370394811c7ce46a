"""What an agreement lets through, and when it is in force. Pure; deny by default."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience, CaseEvent

LONGEST: Final = timedelta(days=3 * 366)
"""Three years: nobody can say today what will be right to share for longer."""

ENDING_WITHIN: Final = timedelta(days=30)
"""From when on both sides are warned that an agreement runs out."""

ALWAYS_SHARED: Final = frozenset({"case_id", "synthetic"})
"""Without these an agency could not tell what an event is about."""


class AgreementState(StrEnum):
    """Whether an agreement is in force on a day."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Terms:
    """Which types of event an agreement lets through (None: all), without which fields."""

    event_types: frozenset[str] | None
    left_out: frozenset[str]


def left_out(in_force: Iterable[Terms], event_type: str) -> frozenset[str] | None:
    """Return the fields of such an event that are not shared; None where it is not shared at all.

    Where several agreements cover a type, what any of them shares is shared.
    """
    covering = [
        terms.left_out
        for terms in in_force
        if terms.event_types is None or event_type in terms.event_types
    ]
    return frozenset.intersection(*covering) if covering else None


def state_on(day: date, *, starts_on: date, ends_on: date, is_ended: bool) -> AgreementState:
    """Return whether an agreement is in force on `day`; its first and last day are included."""
    if is_ended:
        return AgreementState.ENDED
    if day < starts_on:
        return AgreementState.UPCOMING
    return AgreementState.IN_FORCE if day <= ends_on else AgreementState.EXPIRED


def shareable_types() -> frozenset[str]:
    """Return the types of event for which an agreement is asked: what parties are told."""
    return frozenset(
        event_type
        for event_type, event_class in EVENT_TYPES.items()
        if issubclass(event_class, CaseEvent) and event_class.audience is Audience.PARTIES
    )


def fields_of(event_types: Iterable[str]) -> frozenset[str]:
    """Return the names of the fields that an agency could be sent in events of these types."""
    return frozenset(
        name
        for event_type in event_types
        for name in EVENT_TYPES[event_type].model_fields
        if name != "type" and name not in EVENT_TYPES[event_type].internal_fields
    )
