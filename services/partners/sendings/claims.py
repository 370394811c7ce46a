"""Which pushes a sender has: claimed with a lease, so that one that dies is superseded."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import Delivery
from services.partners.sendings.models import PENDING, Sending
from services.partners.sendings.numbers import take_numbers
from services.partners.sendings.parcels import Parcel, pack
from services.partners.sendings.queries import HELD, due, held_back
from services.partners.sendings.withholding import Pair
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import lock_subscription
from shared.work import now


async def due_pairs(session: AsyncSession, subscription: Subscription, limit: int) -> list[Pair]:
    """Return what a locked subscription may send now, in the order of the agency's log."""
    subscription_id = subscription.subscription_id
    held = held_back(now(session), HELD.subscription_id == subscription_id)
    query = (
        select(Sending, Delivery)
        .join(Delivery, Delivery.position == Sending.position)
        .where(Sending.subscription_id == subscription_id, due(held))
        .order_by(Sending.sequence)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [(row.Sending, row.Delivery) for row in await session.execute(query)]


async def claim(
    session: AsyncSession, subscription: Subscription, pairs: list[Pair], lease: timedelta
) -> list[Parcel]:
    """Claim these for as long as the lease, and number what has no number yet."""
    if not pairs:
        return []
    claimed_until = now(session) + lease
    unnumbered = [sending for sending, _ in pairs if sending.number is None]
    numbers = iter(await take_numbers(session, subscription, len(unnumbered)))
    given = {sending.sending_id: next(numbers) for sending in unnumbered}
    rows: list[dict[str, Any]] = []
    parcels = []
    for sending, delivery in pairs:
        number = sending.number or given[sending.sending_id]
        rows.append(
            {
                "sending_id": sending.sending_id,
                "number": number,
                "claimed_until": claimed_until,
                "next_attempt_at": None,
            }
        )
        parcels.append(pack(sending, delivery, number, claimed_until))
    await session.execute(update(Sending), rows)
    return parcels


async def claimed_pairs(session: AsyncSession, parcels: Collection[Parcel]) -> list[Pair]:
    """Return the rows of those parcels whose claim still holds, in order."""
    claims = {parcel.sending_id: parcel.claimed_until for parcel in parcels}
    query = (
        select(Sending, Delivery)
        .join(Delivery, Delivery.position == Sending.position)
        .where(Sending.sending_id.in_(claims), PENDING)
        .order_by(Sending.sequence)
        .execution_options(populate_existing=True)
    )
    return [
        (row.Sending, row.Delivery)
        for row in await session.execute(query)
        if row.Sending.claimed_until == claims[row.Sending.sending_id]
    ]


async def let_go(session: AsyncSession, sending_ids: Collection[UUID]) -> None:
    """Give up claims without having tried."""
    let_go_of = update(Sending).where(Sending.sending_id.in_(sending_ids), PENDING)
    await session.execute(let_go_of.values(claimed_until=None))


async def leave_untried(session: AsyncSession, parcels: Collection[Parcel]) -> None:
    """Let go of parcels that were taken and not tried, as far as their claims still hold."""
    for subscription_id in sorted({parcel.subscription_id for parcel in parcels}):
        if await lock_subscription(session, subscription_id) is not None:
            own = [parcel for parcel in parcels if parcel.subscription_id == subscription_id]
            pairs = await claimed_pairs(session, own)
            await let_go(session, [sending.sending_id for sending, _ in pairs])


async def hasten(session: AsyncSession, subscription_id: UUID, failures: Collection[str]) -> None:
    """Let what failed for one of these reasons be tried again now, before its time."""
    at = now(session)
    waiting = update(Sending).where(
        Sending.subscription_id == subscription_id,
        PENDING,
        Sending.next_attempt_at > at,
        Sending.failure.in_(failures),
    )
    await session.execute(waiting.values(next_attempt_at=at))
