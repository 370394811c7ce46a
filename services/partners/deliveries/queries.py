"""What can be read of an agency's log."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.coverage import is_covered, narrow
from services.partners.deliveries.models import Delivery, DeliveryLog, DeliveryState
from services.partners.deliveries.place import Place
from services.partners.deliveries.views import DeliveredEvent
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_by
from shared.work import now

RECEPTIONS = (
    Operation.RECEIVE_LEAD_EVENT,
    Operation.RECEIVE_EVENT,
    Operation.RECEIVE_REFERRER_EVENT,
    Operation.RECEIVE_INVITATION,
)


def receivable_by(caller: Caller, at: datetime) -> ColumnElement[bool]:
    """Return the filter of what the caller may be handed at an instant; deny by default."""
    return and_(
        Delivery.agency_id == caller.agency_id,
        Delivery.state != DeliveryState.WITHHELD,
        visible_by(caller, Delivery.received_by, RECEPTIONS, Delivery.case_id),
        is_covered(caller.agency_id, at),
    )


async def released(
    session: AsyncSession,
    caller: Caller,
    place: Place,
    *,
    types: Collection[str] | None,
    limit: int,
) -> Sequence[Delivery]:
    """Return what was released after a place, as far as the caller may be handed it now."""
    query = (
        select(Delivery)
        .where(Delivery.sequence > place.sequence, receivable_by(caller, now(session)))
        .order_by(Delivery.sequence)
        .limit(limit)
    )
    if types is not None:
        query = query.where(Delivery.type.in_(types))
    found = (await session.scalars(query)).all()
    await narrow(session, caller.agency_id, found)
    return found


async def last_sequence(session: AsyncSession, agency_id: UUID) -> int:
    """Return the last number of an agency's log."""
    query = select(DeliveryLog.last_sequence).where(DeliveryLog.agency_id == agency_id)
    return (await session.execute(query)).scalar_one_or_none() or 0


def view_delivery(row: Delivery, number: int, *, is_replay: bool) -> DeliveredEvent:
    """Return a delivery as the CloudEvent that its agency is handed."""
    subject = f"agency/{row.agency_id}" if row.case_id is None else f"case/{row.case_id}"
    return DeliveredEvent(
        id=row.event_id,
        type=row.type,
        subject=subject,
        time=row.occurred_at,
        sequence=number,
        replay=is_replay,
        data=row.data,
    )
