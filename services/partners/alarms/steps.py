"""The worker's steps by which nothing undelivered goes unseen, each in transactions of its own."""

from collections.abc import Awaitable, Callable
from functools import partial

from services.partners.alarms.commands import make_digest, take_stock
from services.partners.alarms.urgent import raise_urgent_alarms
from services.partners.letters.commands import Outlet
from services.partners.letters.sending import send_letter
from shared.transactions import Database

Step = Callable[[Database], Awaitable[bool]]


def alarm_steps(outlet: Outlet) -> tuple[Step, ...]:
    """Return the steps; one that fails stands in no other's way."""
    return (see_to_urgent, see_to_stock, see_to_digest, partial(send_letter, outlet=outlet))


async def see_to_urgent(database: Database) -> bool:
    """Raise the alarms that are due."""
    async with database.transaction() as session:
        return await raise_urgent_alarms(session)


async def see_to_stock(database: Database) -> bool:
    """Note what has not been received."""
    async with database.transaction() as session:
        return await take_stock(session)


async def see_to_digest(database: Database) -> bool:
    """Tell once a day what is a day old."""
    async with database.transaction() as session:
        return await make_digest(session)
