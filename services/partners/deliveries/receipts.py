"""What an agency says it has safe, and what follows from that."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import Delivery
from services.partners.deliveries.progress import mark_received
from shared.access.caller import Caller
from shared.audit.append import record_change


async def take_receipts(session: AsyncSession, caller: Caller, event_ids: Collection[UUID]) -> None:
    """Note that the caller's agency has these events safe.

    An id that is unknown, another agency's, or of what was never sent is passed over in silence,
    so that nobody learns from the answer what exists.
    """
    query = select(Delivery.position).where(
        Delivery.agency_id == caller.agency_id,
        Delivery.event_id.in_(event_ids),
        Delivery.sent_at.is_not(None),
    )
    await mark_received(session, (await session.scalars(query)).all())
    record_change(session, "take_receipts", f"agency/{caller.agency_id}")
