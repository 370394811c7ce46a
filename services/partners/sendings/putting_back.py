"""Letting what was sent be sent once more: it is taken out of a queue, or a queue was lost.

It may never have been read, so it is no replay; what was read all the same has the same event id.
Numbers are given anew, so that what may not be known any more leaves no gap.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.partners.deliveries.models import Delivery
from services.partners.deliveries.progress import mark_taken_back
from services.partners.sendings.models import PENDING, Sending, SendingState
from services.partners.sendings.numbers import give_back
from services.partners.subscriptions.queries import lock_subscription

_AT_ONCE = 1000

_SentRow = Row[UUID, int, int | None, bool]

MAY_BE_OUT = or_(Sending.state == SendingState.SENT, and_(PENDING, Sending.number.is_not(None)))
"""What was handed over, or was about to be when its sender died."""


async def put_back(session: AsyncSession, subscription_id: UUID) -> int:
    """Let everything be sent once more that is not known to be received; return how much."""
    if await lock_subscription(session, subscription_id) is None:
        return 0
    rows = await _sent(session, subscription_id, true())
    await _send_again(session, subscription_id, rows)
    return len(rows)


async def put_back_events(
    session: AsyncSession, subscription_id: UUID, event_ids: Sequence[UUID]
) -> int:
    """Let these be sent once more, which came back unread; return how many there were."""
    if await lock_subscription(session, subscription_id) is None:
        return 0
    count = 0
    for start in range(0, len(event_ids), _AT_ONCE):
        chosen = Delivery.event_id.in_(event_ids[start : start + _AT_ONCE])
        rows = await _sent(session, subscription_id, chosen)
        await _send_again(session, subscription_id, rows)
        await mark_taken_back(session, [row.position for row in rows if row.is_all_there_was])
        count += len(rows)
    return count


async def _sent(
    session: AsyncSession, subscription_id: UUID, chosen: ColumnElement[bool]
) -> Sequence[_SentRow]:
    other = aliased(Sending)
    was_sent_elsewhere = exists(
        select(true()).where(
            other.position == Sending.position,
            other.sending_id != Sending.sending_id,
            other.state == SendingState.SENT,
        )
    )
    is_first = Sending.sent_at == Delivery.sent_at
    query = (
        select(
            Sending.sending_id,
            Sending.position,
            Sending.number,
            and_(is_first, ~was_sent_elsewhere).label("is_all_there_was"),
        )
        .join(Delivery, Delivery.position == Sending.position)
        .where(
            Sending.subscription_id == subscription_id,
            MAY_BE_OUT,
            Delivery.received_at.is_(None),
            chosen,
        )
    )
    return (await session.execute(query)).all()


async def _send_again(
    session: AsyncSession, subscription_id: UUID, rows: Collection[_SentRow]
) -> None:
    if not rows:
        return
    await session.execute(
        update(Sending),
        [
            {
                "sending_id": row.sending_id,
                "state": SendingState.PENDING,
                "attempts": 0,
                "number": None,
                "sent_at": None,
                "claimed_until": None,
                "next_attempt_at": None,
            }
            for row in rows
        ],
    )
    await give_back(session, subscription_id, [row.number for row in rows if row.number])
