"""What can be read of an agency's log."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import Delivery
from services.partners.deliveries.place import Place
from services.partners.deliveries.views import DeliveredEvent
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_by

RECEPTIONS = (
    Operation.RECEIVE_LEAD_EVENT,
    Operation.RECEIVE_EVENT,
    Operation.RECEIVE_REFERRER_EVENT,
    Operation.RECEIVE_INVITATION,
)


async def released(
    session: AsyncSession, caller: Caller, place: Place, limit: int
) -> Sequence[Delivery]:
    """Return what was released after a place, as far as the caller may be handed it now."""
    query = (
        select(Delivery)
        .where(
            Delivery.agency_id == caller.agency_id,
            Delivery.sequence > place.sequence,
            visible_by(caller, Delivery.received_by, RECEPTIONS, Delivery.case_id),
        )
        .order_by(Delivery.sequence)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


def view_delivery(row: Delivery, number: int) -> DeliveredEvent:
    """Return a delivery as the CloudEvent that its agency is handed."""
    return DeliveredEvent(
        id=row.event_id,
        type=row.type,
        subject=f"case/{row.case_id}",
        time=row.occurred_at,
        sequence=number,
        data=row.data,
    )
