"""What can be read of agencies' queues, by their agency and by what fills them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import Delivery
from services.partners.deliveries.queries import receivable_by
from services.partners.queues.models import SEALED_HASH, AgencyQueue, QueueSweep, QueueUser
from services.partners.queues.names import user_of
from services.partners.queues.views import QueueAccess, QueueView
from services.partners.sendings.models import Sending
from services.partners.sendings.putting_back import MAY_BE_OUT
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import reader_of
from shared.access.tables import case_exclusions, known_agencies
from shared.events.partners import Channel
from shared.work import now, unseal

LOOKED_BACK = timedelta(days=7)
"""How much older than the last found an exclusion may be that is found yet: a slow commit's."""


@dataclass(frozen=True, slots=True)
class UserWanted:
    """An agency's user as it is to be on the broker: open with this password, or shut out."""

    agency_id: UUID
    password: int
    password_hash: str
    is_to_be_open: bool
    is_there: bool


async def read_access(session: AsyncSession, agency_id: UUID, address: str) -> QueueAccess:
    """Return what an agency needs for reading its queues."""
    user = await session.get(QueueUser, agency_id)
    query = (
        select(AgencyQueue)
        .join(Subscription, Subscription.subscription_id == AgencyQueue.subscription_id)
        .where(AgencyQueue.agency_id == agency_id, Subscription.state != SubscriptionState.ENDED)
        .order_by(AgencyQueue.subscription_id)
    )
    return QueueAccess(
        address=address,
        username=user_of(agency_id),
        password_issued_at=None if user is None else user.issued_at,
        is_open=user is not None and user.open_with == user.password,
        queues=[
            QueueView(
                subscription_id=row.subscription_id,
                queue=row.name,
                is_ready=row.made_at is not None,
            )
            for row in await session.scalars(query)
        ],
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the broker is not as it is to be; sweeps are for agencies, each by its id."""

    users_to_shut_out: list[UserWanted]
    users_to_open: list[UserWanted]
    sweeps: dict[UUID, list[QueueSweep]]
    queues_to_make: Sequence[AgencyQueue]
    queues_to_delete: Sequence[AgencyQueue]


async def read_wanted(session: AsyncSession) -> Wanted:
    """Return everything that is still to be done on the broker."""
    users = await _users_to_change(session)
    sweeps: dict[UUID, list[QueueSweep]] = {}
    due = select(QueueSweep).where(QueueSweep.swept_at.is_(None)).order_by(QueueSweep.exclusion_id)
    for one in await session.scalars(due):
        sweeps.setdefault(one.agency_id, []).append(one)
    has_ended = Subscription.state == SubscriptionState.ENDED
    is_made = AgencyQueue.made_at.is_not(None)
    return Wanted(
        users_to_shut_out=[user for user in users if not user.is_to_be_open],
        users_to_open=[user for user in users if user.is_to_be_open],
        sweeps=sweeps,
        queues_to_make=await _queues(session, and_(~has_ended, ~is_made)),
        queues_to_delete=await _queues(session, and_(has_ended, is_made)),
    )


async def _users_to_change(session: AsyncSession) -> list[UserWanted]:
    suspended = known_agencies.c.suspended
    query = (
        select(QueueUser, suspended)
        .join(known_agencies, known_agencies.c.agency_id == QueueUser.agency_id)
        .where(
            or_(
                and_(suspended, QueueUser.open_with.is_not(None)),
                and_(~suspended, QueueUser.open_with.is_distinct_from(QueueUser.password)),
            )
        )
        .order_by(QueueUser.agency_id)
    )
    return [
        UserWanted(
            agency_id=user.agency_id,
            password=user.password,
            password_hash=unseal(session, user.password_hash, f"{SEALED_HASH}:{user.agency_id}"),
            is_to_be_open=not is_suspended,
            is_there=user.open_with is not None,
        )
        for user, is_suspended in await session.execute(query)
    ]


async def queues_to_name(session: AsyncSession) -> Sequence[Row[UUID, UUID]]:
    """Return the subscriptions by queue that have none yet, and their agencies."""
    query = (
        select(Subscription.subscription_id, Subscription.agency_id)
        .outerjoin(AgencyQueue, AgencyQueue.subscription_id == Subscription.subscription_id)
        .where(
            Subscription.channel == Channel.QUEUE,
            Subscription.state != SubscriptionState.ENDED,
            AgencyQueue.subscription_id.is_(None),
        )
    )
    return (await session.execute(query)).all()


async def _queues(session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[AgencyQueue]:
    query = (
        select(AgencyQueue)
        .join(Subscription, Subscription.subscription_id == AgencyQueue.subscription_id)
        .where(condition)
        .order_by(AgencyQueue.subscription_id)
    )
    return (await session.scalars(query)).all()


async def queue_of_subscription(session: AsyncSession, subscription_id: UUID) -> str | None:
    """Return the name of a subscription's queue, where the broker has it."""
    queue = await session.get(AgencyQueue, subscription_id)
    return None if queue is None or queue.made_at is None else queue.name


async def exclusions_to_find(session: AsyncSession) -> Sequence[Row[UUID, UUID, UUID]]:
    """Return exclusions of agencies that have queues, which are not noted here yet.

    They are looked for in the table itself, where a decision stands from its own commit on. Ids
    begin with the time they were made at, so the key's own index finds the newest.
    """
    last_found = await session.scalar(
        select(QueueSweep.found_at).order_by(QueueSweep.found_at.desc()).limit(1)
    )
    has_queue = exists(select(true()).where(AgencyQueue.agency_id == case_exclusions.c.agency_id))
    is_noted = exists(
        select(true()).where(QueueSweep.exclusion_id == case_exclusions.c.exclusion_id)
    )
    query = select(
        case_exclusions.c.exclusion_id, case_exclusions.c.case_id, case_exclusions.c.agency_id
    ).where(
        case_exclusions.c.exclusion_id >= _id_at(last_found) if last_found else true(),
        has_queue,
        ~is_noted,
    )
    return (await session.execute(query)).all()


def _id_at(instant: datetime) -> UUID:
    """Return the least id that could be made (RFC 9562, version 7) `LOOKED_BACK` before then."""
    since = (instant - LOOKED_BACK).astimezone(UTC)
    milliseconds = int(since.timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))


async def queues_made(session: AsyncSession, agency_id: UUID) -> Sequence[AgencyQueue]:
    """Return the queues of an agency that the broker has."""
    return await _queues(
        session, and_(AgencyQueue.agency_id == agency_id, AgencyQueue.made_at.is_not(None))
    )


async def queues_that_tell(
    session: AsyncSession, agency_id: UUID, case_ids: Collection[UUID]
) -> list[AgencyQueue]:
    """Return an agency's queues that may hold what their readers may not know of cases any more.

    What may be in a queue is what was sent, or was being sent, and is not known to be received.
    """
    query = (
        select(AgencyQueue, Subscription)
        .join(Subscription, Subscription.subscription_id == AgencyQueue.subscription_id)
        .where(AgencyQueue.agency_id == agency_id, AgencyQueue.made_at.is_not(None))
        .order_by(AgencyQueue.subscription_id)
    )
    return [
        queue
        for queue, subscription in (await session.execute(query)).all()
        if await _may_hold_hidden(session, subscription, case_ids)
    ]


async def _may_hold_hidden(
    session: AsyncSession, subscription: Subscription, case_ids: Collection[UUID]
) -> bool:
    reader = await reader_of(session, subscription)
    query = (
        select(true())
        .select_from(Sending)
        .join(Delivery, Delivery.position == Sending.position)
        .where(
            Sending.subscription_id == subscription.subscription_id,
            Sending.case_id.in_(case_ids),
            Delivery.case_id.in_(case_ids),  # what an index finds
            MAY_BE_OUT,
            Delivery.received_at.is_(None),
            ~receivable_by(reader, now(session)),
        )
        .limit(1)
    )
    return (await session.execute(query)).first() is not None
