"""Small numbers in a row of counts whose sum is known. Pure."""

from collections.abc import Mapping
from typing import TypeVar

SMALL = 5
"""0 to 4 are not shown, as in the publication of the Safeguarding Adults Collection."""

KeyT = TypeVar("KeyT")


def suppress(counts: Mapping[KeyT, int]) -> dict[KeyT, int | None]:
    """Return the counts with None for what is not shown, so that no sum gives any of them away.

    Where a single count is hidden, or the hidden ones together are small, the next smallest is
    hidden with them.
    """
    by_size = sorted(counts, key=lambda key: counts[key])
    hidden = [key for key in by_size if counts[key] < SMALL]
    for key in by_size[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= SMALL):
            break
        hidden.append(key)
    return {key: None if key in hidden else count for key, count in counts.items()}
