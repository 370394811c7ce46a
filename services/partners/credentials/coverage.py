"""Whether an agency is never left without anything to prove itself with. Pure."""

from collections.abc import Sequence
from datetime import datetime

Span = tuple[datetime, datetime | None]
"""From when a credential verifies, and until when; None is for good."""


def is_covered(spans: Sequence[Span], from_now: datetime) -> bool:
    """Tell whether something verifies at every instant to come: a gap can only open at an end."""
    ends = [end for _, end in spans if end is not None and end >= from_now]
    return all(_verifies_at(spans, instant) for instant in (from_now, *ends))


def _verifies_at(spans: Sequence[Span], instant: datetime) -> bool:
    return any(start <= instant and (end is None or end > instant) for start, end in spans)
