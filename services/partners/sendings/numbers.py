"""The numbers an agency sees in what a subscription hands over: counted without a gap."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.sendings.models import SpareNumber
from services.partners.subscriptions.models import Subscription


async def take_numbers(session: AsyncSession, subscription: Subscription, count: int) -> list[int]:
    """Return the next numbers of a locked subscription in order, spare ones first."""
    if not count:
        return []
    of_subscription = SpareNumber.subscription_id == subscription.subscription_id
    query = select(SpareNumber.number).where(of_subscription).order_by(SpareNumber.number)
    spare = list(await session.scalars(query.limit(count)))
    if spare:
        taken = delete(SpareNumber).where(of_subscription, SpareNumber.number.in_(spare))
        await session.execute(taken.execution_options(synchronize_session=False))
    first = subscription.last_number + 1
    subscription.last_number += count - len(spare)
    return [*spare, *range(first, subscription.last_number + 1)]


async def give_back(session: AsyncSession, subscription_id: UUID, numbers: Collection[int]) -> None:
    """Let the next that is taken have these numbers."""
    if numbers:
        rows = [{"subscription_id": subscription_id, "number": number} for number in numbers]
        await session.execute(insert(SpareNumber), rows)
