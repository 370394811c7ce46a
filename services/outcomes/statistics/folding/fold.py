"""What is known of how an event is counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.models import Kind


@dataclass(frozen=True, slots=True)
class Fold:
    """What an event changes, and which kinds of facts it looks at or changes in part."""

    change: Callable[[Facts, Any], None]
    reads: tuple[Kind, ...] = ()
