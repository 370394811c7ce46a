"""The four hard stories, one after the other, on one exchange."""

from collections.abc import Callable

import httpx

from deploy.story.acts import REQUEST_SECONDS, agencies_join, the_council_agrees_what_it_shares
from deploy.story.hard.nobody_identified import nobody_is_known_to_be_at_risk
from deploy.story.hard.others_at_risk import a_wish_is_overridden
from deploy.story.hard.own_worker import a_provider_reports_its_own
from deploy.story.hard.without_capacity import an_advocate_speaks
from deploy.story.place import Place
from deploy.story.telling import Telling


async def play_hard(place: Place, *, narrate: Callable[[str], None]) -> None:
    """Play each to its end and check it; raises what went wrong."""
    tell = Telling(narrate)
    limits = httpx.Timeout(REQUEST_SECONDS)
    async with httpx.AsyncClient(timeout=limits, trust_env=False) as http:
        cast = await agencies_join(http, place, tell)
        await the_council_agrees_what_it_shares(cast, tell)
        await a_wish_is_overridden(cast, tell)
        await an_advocate_speaks(cast, tell)
        await nobody_is_known_to_be_at_risk(cast, tell)
        await a_provider_reports_its_own(cast, tell, http, place)
    tell.says("The end of the four. All of it was checked through the agencies' own systems.")
