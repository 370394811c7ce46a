"""The channel `queue`: keeps the broker as it is to be, and puts into queues what is to be told.

Steps are taken one after the other, and what an agency may not have any more is taken out before
anything more is put in: so an exclusion that comes between the last question and the sending is
met by the step that follows.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from services.partners.queues import commands, queries
from services.partners.queues.models import AgencyQueue
from services.partners.queues.provisioning import Limits, Management
from services.partners.queues.queries import UserWanted, Wanted
from services.partners.queues.sweeping import sweep_agency
from services.partners.queues.turn import turn
from services.partners.sendings.claims import leave_untried
from services.partners.sendings.commands import enqueue, note_sent, take, those_still_allowed
from services.partners.sendings.parcels import CONTENT_TYPE, Parcel
from services.partners.sendings.queries import subscriptions_due
from shared.events.partners import Channel
from shared.messaging.rabbit.agency_queues import AgencyMessage, AgencyQueues, QueueMissing
from shared.transactions import Database

log = structlog.get_logger(__name__)

BATCH = 200
LEASE = timedelta(seconds=60)
_LOOKED_UP_AT_ONCE = 1000


class QueueChannel:
    """One worker's part in it: what it knows of whose turn it is, and its connections."""

    def __init__(self, management: Management, queues: AgencyQueues, queue_length: int) -> None:
        self._management = management
        self._queues = queues
        self._queue_length = queue_length
        self._is_laid_out = False
        self._waiting: deque[UUID] = deque()

    async def step(self, database: Database) -> bool:
        """Bring the broker to what is to be, then send for one subscription; tell if any did."""
        async with turn(database) as is_ours:
            if not is_ours:
                return False
            async with database.transaction() as session:
                await commands.find_exclusions(session)
                await commands.name_queues(session)
                wanted = await queries.read_wanted(session)
            return (
                await self._close_what_is_to_be_closed(database, wanted)
                or await self._open_what_is_to_be_open(database, wanted)
                or await self._send_next(database)
            )

    async def close(self) -> None:
        """Let go of every connection."""
        await self._queues.close()
        await self._management.close()

    async def _close_what_is_to_be_closed(self, database: Database, wanted: Wanted) -> bool:
        to_shut = [partial(self._shut_out, database, user) for user in wanted.users_to_shut_out]
        to_sweep = [
            partial(sweep_agency, database, self._management, self._queues, agency_id, sweeps)
            for agency_id, sweeps in wanted.sweeps.items()
        ]
        return await _each(to_shut) + await _each(to_sweep) > 0

    async def _open_what_is_to_be_open(self, database: Database, wanted: Wanted) -> bool:
        """Open users, but none whose queues are still to be gone through, and make queues."""
        if wanted.queues_to_make and not self._is_laid_out:
            await self._management.lay_out()
            self._is_laid_out = True
        to_make = [partial(self._make, database, queue) for queue in wanted.queues_to_make]
        to_delete = [partial(self._delete, database, queue) for queue in wanted.queues_to_delete]
        to_open = [
            partial(self._open, database, user)
            for user in wanted.users_to_open
            if user.agency_id not in wanted.sweeps
        ]
        return await _each(to_make) + await _each(to_delete) + await _each(to_open) > 0

    async def _shut_out(self, database: Database, user: UserWanted) -> None:
        await self._management.close_user(user.agency_id)
        async with database.transaction() as session:
            await commands.note_open(session, user.agency_id, None)

    async def _open(self, database: Database, user: UserWanted) -> None:
        await self._management.open_user(user.agency_id, user.password_hash)
        if user.is_there:
            await self._management.close_connections(user.agency_id)
        async with database.transaction() as session:
            await commands.note_open(session, user.agency_id, user.password)

    async def _make(self, database: Database, queue: AgencyQueue) -> None:
        is_new = await self._queues.declare(queue.name)
        async with database.transaction() as session:
            await commands.note_made(session, queue.subscription_id, is_new=is_new)

    async def _delete(self, database: Database, queue: AgencyQueue) -> None:
        await self._queues.delete(queue.name)
        async with database.transaction() as session:
            await commands.note_missing(session, queue.subscription_id)

    async def _send_next(self, database: Database) -> bool:
        """Send for the next subscription in turn; tell whether there may be more to send."""
        if not self._waiting:
            async with database.transaction() as session:
                due = await subscriptions_due(session, Channel.QUEUE, limit=_LOOKED_UP_AT_ONCE)
            self._waiting.extend(due)
        while self._waiting:
            if await self._send(database, self._waiting.popleft()):
                return True
        return False

    async def _send(self, database: Database, subscription_id: UUID) -> bool:
        async with database.transaction() as session:
            queue = await queries.queue_of_subscription(session, subscription_id)
        if queue is None:
            return False
        try:
            room = self._queue_length - await self._queues.length(queue)
        except QueueMissing:
            log.warning("queue_missing", subscription_id=str(subscription_id))
            async with database.transaction() as session:
                await commands.note_missing(session, subscription_id)
            return True
        if room <= 0:
            return False
        async with database.transaction() as session:
            is_new = await enqueue(session, subscription_id) > 0
            parcels = await take(session, subscription_id, limit=min(BATCH, room), lease=LEASE)
        return await self._publish(database, queue, parcels) or is_new

    async def _publish(self, database: Database, queue: str, parcels: list[Parcel]) -> bool:
        """Hand over what may still leave; what the broker does not have safe is tried again."""
        if not parcels:
            return False
        async with database.transaction() as session:
            allowed = await those_still_allowed(session, parcels)
        are_safe = await self._queues.publish(queue, [_message(parcel) for parcel in allowed])
        sent = [one for one, is_safe in zip(allowed, are_safe, strict=True) if is_safe]
        unsent = [one for one, is_safe in zip(allowed, are_safe, strict=True) if not is_safe]
        async with database.transaction() as session:
            await note_sent(session, sent)
            await leave_untried(session, unsent)
        return not unsent


def open_channel(management_url: str, broker_url: str, limits: Limits) -> QueueChannel:
    """Return the channel for the agencies' virtual host; connections are made when needed."""
    management = Management(management_url, broker_url, limits)
    return QueueChannel(management, AgencyQueues(broker_url), limits.length)


async def _each(errands: Sequence[Callable[[], Awaitable[None]]]) -> int:
    """Run each, whatever comes of the others; return how many succeeded."""
    done = 0
    for errand in errands:
        try:
            await errand()
        except Exception as error:  # noqa: BLE001 - one agency's trouble is no other's
            log.warning("queue_errand_failed", reason=type(error).__name__)
        else:
            done += 1
    return done


def _message(parcel: Parcel) -> AgencyMessage:
    return AgencyMessage(str(parcel.event_id), parcel.body, CONTENT_TYPE)
