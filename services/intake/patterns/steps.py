"""The worker's own step: to notice what came up with several adults."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.intake.patterns.commands import count_sightings
from shared.transactions import Database


def noticing(*, least_adults: int, window: timedelta) -> Callable[[Database], Awaitable[bool]]:
    """Return the step that notices what `least_adults` have in common within `window`."""

    async def notice_patterns(database: Database) -> bool:
        """Count the sightings that nobody has counted yet; tell whether there were any."""
        async with database.transaction() as session:
            return await count_sightings(session, least_adults=least_adults, window=window)

    return notice_patterns
