"""What can change about agencies' queues: passwords by their agency, the rest by the worker."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.queues.models import SEALED_HASH, AgencyQueue, QueueSweep, QueueUser
from services.partners.queues.names import new_queue_name, user_of
from services.partners.queues.passwords import hashed, new_password
from services.partners.queues.queries import exclusions_to_find, queues_to_name
from services.partners.queues.views import QueuePassword
from services.partners.sendings.putting_back import put_back
from shared.access.caller import Caller
from shared.audit.append import record_change
from shared.clock import utc_clock
from shared.work import now, seal


async def issue_queue_password(
    session: AsyncSession, caller: Caller, address: str
) -> QueuePassword:
    """Give an agency a new password for the broker; the worker puts it in the place of the old."""
    agency_id = caller.agency_id
    password = new_password()
    kept = seal(session, hashed(password), f"{SEALED_HASH}:{agency_id}")
    user = await session.get(QueueUser, agency_id, with_for_update=True)
    if user is None:
        user = QueueUser(agency_id=agency_id, password=0)
        session.add(user)
    user.password += 1
    user.password_hash = kept
    user.issued_at = now(session)
    record_change(session, "issue_queue_password", f"agency/{agency_id}")
    return QueuePassword(
        address=address, username=user_of(agency_id), password=password, issued_at=user.issued_at
    )


async def note_open(session: AsyncSession, agency_id: UUID, password: int | None) -> None:
    """Note with which password an agency's user is open on the broker, or that it is shut out."""
    changed = update(QueueUser).where(QueueUser.agency_id == agency_id)
    await session.execute(changed.values(open_with=password))
    operation = "shut_out_of_queues" if password is None else "open_queues"
    record_change(session, operation, f"agency/{agency_id}")


async def name_queues(session: AsyncSession) -> bool:
    """Choose a name for the queue of each subscription that has none; tell if there were any."""
    unnamed = await queues_to_name(session)
    if not unnamed:
        return False
    await session.execute(
        insert(AgencyQueue),
        [
            {
                "subscription_id": row.subscription_id,
                "agency_id": row.agency_id,
                "name": new_queue_name(row.agency_id),
            }
            for row in unnamed
        ],
    )
    return True


async def note_made(session: AsyncSession, subscription_id: UUID, *, is_new: bool) -> None:
    """Note that the broker has a queue; if it had none before, what was in it is sent again."""
    await _set_made(session, subscription_id, is_there=True)
    if is_new:
        await put_back(session, subscription_id)


async def note_missing(session: AsyncSession, subscription_id: UUID) -> None:
    """Note that the broker does not have a queue: it is to be made, or has been done away with."""
    await _set_made(session, subscription_id, is_there=False)


async def _set_made(session: AsyncSession, subscription_id: UUID, *, is_there: bool) -> None:
    made_at = now(session) if is_there else None
    changed = update(AgencyQueue).where(AgencyQueue.subscription_id == subscription_id)
    await session.execute(changed.values(made_at=made_at))


async def find_exclusions(session: AsyncSession) -> bool:
    """Note every exclusion for which queues may have to be gone through; tell if any was new."""
    found = await exclusions_to_find(session)
    if not found:
        return False
    await session.execute(
        insert(QueueSweep), [{**row._asdict(), "found_at": utc_clock()} for row in found]
    )
    return True


async def note_begun(session: AsyncSession, exclusion_ids: Collection[UUID]) -> None:
    """Note that queues are being emptied for these exclusions, and may hold what they hide."""
    changed = update(QueueSweep).where(QueueSweep.exclusion_id.in_(exclusion_ids))
    await session.execute(changed.values(begun_at=now(session)))


async def note_swept(session: AsyncSession, exclusion_ids: Collection[UUID]) -> None:
    """Note that queues hold nothing any more that these exclusions hide."""
    changed = update(QueueSweep).where(QueueSweep.exclusion_id.in_(exclusion_ids))
    await session.execute(changed.values(swept_at=now(session)))
