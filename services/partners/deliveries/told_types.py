"""Which types of event agencies are told of, and may ask for. Pure."""

from collections.abc import Sequence

from services.partners.deliveries.errors import UnknownEventType
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience


def check_event_types(event_types: Sequence[str] | None) -> list[str] | None:
    """Return the wanted types in order, each once; None for all. Raises `UnknownEventType`."""
    if event_types is None:
        return None
    told = {name for name, each in EVENT_TYPES.items() if each.audience is not Audience.INTERNAL}
    if not told.issuperset(event_types):
        raise UnknownEventType
    return sorted(set(event_types))
