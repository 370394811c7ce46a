"""How far deliveries have come: handed over by some channel, confirmed by the agency, given up."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.commands import note_test_received
from services.partners.deliveries.models import Delivery, DeliveryState, WithheldFor
from shared.access.policy import Relation
from shared.events.partners import TestEventSent
from shared.work import now

_UNSENT = Delivery.state.in_((DeliveryState.PENDING, DeliveryState.FAILED))
_SENT_AND_UNRECEIVED = and_(Delivery.sent_at.is_not(None), Delivery.received_at.is_(None))


async def mark_sent(session: AsyncSession, positions: Collection[int]) -> None:
    """Note that some channel has handed these to their agency; the first time counts."""
    await _mark(session, positions, _UNSENT, state=DeliveryState.SENT, sent_at=now(session))


async def mark_received(session: AsyncSession, positions: Collection[int]) -> None:
    """Note that the agency has these safe; the first time counts.

    A test event among them shows that what the agency is sent reaches it.
    """
    received = await _mark(
        session,
        positions,
        _SENT_AND_UNRECEIVED,
        state=DeliveryState.RECEIVED,
        received_at=now(session),
    )
    tested = {row.agency_id for row in received if row.type == TestEventSent.named()}
    for agency_id in sorted(tested):
        await note_test_received(session, agency_id)


async def mark_failed(session: AsyncSession, positions: Collection[int]) -> None:
    """Note that every push of these was given up, and nothing else has brought them."""
    pending = Delivery.state == DeliveryState.PENDING
    await _mark(session, positions, pending, state=DeliveryState.FAILED)


async def mark_taken_back(session: AsyncSession, positions: Collection[int]) -> None:
    """Note that these were handed over by nothing after all: they were taken back unread."""
    unread = and_(Delivery.state == DeliveryState.SENT, Delivery.received_at.is_(None))
    await _mark(session, positions, unread, state=DeliveryState.PENDING, sent_at=None)


async def mark_withheld(
    session: AsyncSession, position: int, relation: Relation, reason: WithheldFor
) -> None:
    """Note that the agency as a whole may not have what was released and has not been sent."""
    values = {"state": DeliveryState.WITHHELD, "withheld_as": relation, "withheld_for": reason}
    await _mark(session, [position], _UNSENT, **values)


async def _mark(
    session: AsyncSession,
    positions: Collection[int],
    condition: ColumnElement[bool],
    **values: Any,
) -> Sequence[Row[UUID, str]]:
    """Change deliveries in one order for all who do, so that none waits for the other for ever."""
    if not positions:
        return []
    locked = (
        select(Delivery.position)
        .where(Delivery.position.in_(positions), condition)
        .order_by(Delivery.position)
        .with_for_update()
    )
    changed = (
        update(Delivery)
        .where(Delivery.position.in_(locked.scalar_subquery()), condition)
        .values(**values)
        .returning(Delivery.agency_id, Delivery.type)
    )
    return (await session.execute(changed)).all()
