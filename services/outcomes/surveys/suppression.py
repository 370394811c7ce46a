"""Small numbers in a row of counts whose sum everybody knows. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from shared.figures.disclosure import SMALLEST_PUBLISHED, suppress_list
from shared.figures.errors import CannotBeHidden

SMALL = SMALLEST_PUBLISHED

KeyT = TypeVar("KeyT")
_THE_SUM = (None, None)


def suppress(counts: Mapping[KeyT, int]) -> dict[KeyT, int | None]:
    """Return the counts with None for what is not shown, so that the sum gives none of them away.

    Where they are too few to hide anything in, none is shown.
    """
    try:
        [shown] = suppress_list(list(counts.values()), known={_THE_SUM}).lists
    except CannotBeHidden:
        return dict.fromkeys(counts)
    return {
        key: figure if isinstance(figure, int) else None
        for key, figure in zip(counts, shown, strict=True)
    }
