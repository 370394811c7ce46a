"""Every event type there is, whichever process asks: importing this imports every producer's."""

from shared.events import intake, outcomes, partners  # noqa: F401 - their classes register themselves
from shared.events.contract import EVENT_TYPES

__all__ = ["EVENT_TYPES"]
