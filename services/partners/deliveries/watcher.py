"""One look at the logs for all who wait in this process, instead of one for each."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from services.partners.deliveries.models import Delivery, DeliveryLog
from shared.transactions import Database

log = structlog.get_logger(__name__)

SECONDS_BETWEEN_LOOKS = 0.25


@dataclass(eq=False, slots=True)
class _Waiter:
    agency_id: UUID
    seen: int
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class LogWatcher:
    """Wakes readers when something comes to their agency's log; looks only while any waits.

    It goes by what the database holds and by no message, so that no commit can be missed,
    whichever process made it.
    """

    def __init__(self, database: Database) -> None:
        """Look at nothing yet."""
        self._database = database
        self._waiters: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """Return how many wait now."""
        return len(self._waiters)

    async def wait(self, agency_id: UUID, seen: int, seconds: float) -> bool:
        """Return True once an agency's log goes beyond the number `seen`, False when time is up."""
        waiter = _Waiter(agency_id, seen)
        self._waiters.add(waiter)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            async with asyncio.timeout(seconds):
                await waiter.woken.wait()
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
            if not self._waiters:
                self._looking.cancel()
        return True

    async def _look_on(self) -> None:
        while True:
            try:
                await self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("looking_failed", reason=type(error).__name__)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def look(self) -> None:
        """Wake all for whose agency something waits to be released, or was released since."""
        agency_ids = {waiter.agency_id for waiter in self._waiters}
        if not agency_ids:
            return
        unreleased = select(Delivery.agency_id).where(
            Delivery.agency_id.in_(agency_ids), Delivery.settled_at.is_(None)
        )
        numbers = select(DeliveryLog.agency_id, DeliveryLog.last_sequence).where(
            DeliveryLog.agency_id.in_(agency_ids)
        )
        async with self._database.engine.connect() as connection:
            waiting = set((await connection.execute(unreleased.distinct())).scalars())
            last = {row.agency_id: row.last_sequence for row in await connection.execute(numbers)}
        for waiter in self._waiters:
            if waiter.agency_id in waiting or last.get(waiter.agency_id, 0) > waiter.seen:
                waiter.woken.set()
