"""What an agency was to be told of a case, once it may not know of it any more."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.commands import lock_log
from services.partners.deliveries.entitlement import is_open
from services.partners.deliveries.models import Delivery, DeliveryState, WithheldFor
from shared.access.policy import Relation
from shared.access.standings import relations_of_agency
from shared.work import now


async def withdraw_unsent(session: AsyncSession, agency_id: UUID, case_id: UUID) -> None:
    """Withhold for good what has not been sent yet and the agency may not be sent now.

    Nothing of it would be sent anyway; but it does not wait any more, so that nobody counts it as
    late. With the log locked, so that it is not released meanwhile.
    """
    await lock_log(session, agency_id)
    relations = await relations_of_agency(session, agency_id, [case_id])
    relation = relations.get(case_id, Relation.NON_PARTY)
    unsent = select(Delivery.position, Delivery.received_by).where(
        Delivery.case_id == case_id,
        Delivery.agency_id == agency_id,
        Delivery.state.in_((DeliveryState.PENDING, DeliveryState.FAILED)),
    )
    hidden = [
        row.position
        for row in await session.execute(unsent.order_by(Delivery.position).with_for_update())
        if not is_open(row.received_by, case_id, relation)
    ]
    if hidden:
        withheld = {
            "state": DeliveryState.WITHHELD,
            "withheld_as": relation,
            "withheld_for": WithheldFor.MAY_NOT_KNOW,
            "settled_at": now(session),
        }
        changes = [{"position": position, **withheld} for position in hidden]
        await session.execute(update(Delivery), changes)
