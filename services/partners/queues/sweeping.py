"""Taking out of an agency's queues what an exclusion hides from their readers.

While its queues are gone through the agency's user is shut out: what its client held comes back
into the queue, and nothing leaves meanwhile. All that is found is put back into the log, from
where it is sent again in order as far as it may still be known, and with no gap in its numbers.
What the agency has acknowledged is not in its queue any more, and is not sent again.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog

from services.partners.queues import commands, queries
from services.partners.queues.models import AgencyQueue, QueueSweep
from services.partners.queues.provisioning import Management, ManagementFailed
from services.partners.sendings.putting_back import put_back_events
from shared.messaging.rabbit.agency_queues import AgencyQueues, QueueMissing
from shared.transactions import Database

log = structlog.get_logger(__name__)


async def sweep_agency(
    database: Database,
    management: Management,
    queues: AgencyQueues,
    agency_id: UUID,
    sweeps: Sequence[QueueSweep],
) -> None:
    """Go through an agency's queues for new exclusions; raise where that could not be done.

    An agency that had nothing of such a case in its queues is not disturbed: it must not be able
    to tell that anything was decided. What was broken off half way is begun anew: by then the log
    says that all of it is to be sent, and the queues may still hold it.
    """
    exclusion_ids = [one.exclusion_id for one in sweeps]
    async with database.transaction() as session:
        if any(one.begun_at is not None for one in sweeps):
            telling = await queries.queues_made(session, agency_id)
        else:
            case_ids = {one.case_id for one in sweeps}
            telling = await queries.queues_that_tell(session, agency_id, case_ids)
        if telling:
            await commands.note_begun(session, exclusion_ids)
    if telling:
        await _shut_out_and_empty(database, management, queues, agency_id, telling)
        log.info("queues_swept", agency_id=str(agency_id), queues=len(telling))
    async with database.transaction() as session:
        await commands.note_swept(session, exclusion_ids)


async def _shut_out_and_empty(
    database: Database,
    management: Management,
    queues: AgencyQueues,
    agency_id: UUID,
    telling: Sequence[AgencyQueue],
) -> None:
    """Shut the agency out, then empty; where it can't be shut out, take out what is left there."""
    try:
        await management.close_user(agency_id)
    except ManagementFailed:
        for queue in telling:
            await _empty(database, queues, queue)
        raise
    async with database.transaction() as session:
        await commands.note_open(session, agency_id, None)
    for queue in telling:
        await _empty(database, queues, queue)


async def _empty(database: Database, queues: AgencyQueues, queue: AgencyQueue) -> None:
    """Put back into the log what is in a queue, until there is nothing."""
    is_empty = False
    try:
        while not is_empty:
            async with queues.taken_out(queue.name) as event_ids, database.transaction() as session:
                found = [UUID(event_id) for event_id in event_ids]
                await put_back_events(session, queue.subscription_id, found)
            is_empty = await queues.length(queue.name) == 0
    except QueueMissing:
        async with database.transaction() as session:
            await commands.note_missing(session, queue.subscription_id)
