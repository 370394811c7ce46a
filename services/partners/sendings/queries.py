"""What there is to send."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.partners.deliveries.models import Delivery, DeliveryLog
from services.partners.sendings.models import PENDING, Sending
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.tables import known_agencies
from shared.events.partners import Channel
from shared.work import now

HELD = aliased(Sending, name="held")


async def subscriptions_due(
    session: AsyncSession, channel: Channel, *, limit: int
) -> Sequence[UUID]:
    """Return active subscriptions with something to send now, of agencies that take part.

    For each, `enqueue` and then `take`.
    """
    at = now(session)
    query = (
        select(Subscription.subscription_id)
        .join(known_agencies, known_agencies.c.agency_id == Subscription.agency_id)
        .where(
            Subscription.channel == channel,
            _may_send(at),
            known_agencies.c.suspended.is_(False),
            or_(_has_unreleased(), _has_unlooked_at(), _has_due(at)),
        )
        .order_by(Subscription.subscription_id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def may_send(session: AsyncSession, subscription: Subscription) -> bool:
    """Tell whether anything may be sent by a subscription now."""
    query = select(true()).where(
        Subscription.subscription_id == subscription.subscription_id,
        known_agencies.c.agency_id == Subscription.agency_id,
        known_agencies.c.suspended.is_(False),
        _may_send(now(session)),
    )
    return (await session.execute(query)).first() is not None


def _may_send(at: datetime) -> ColumnElement[bool]:
    return and_(
        Subscription.state == SubscriptionState.ACTIVE,
        or_(Subscription.paused_until.is_(None), Subscription.paused_until <= at),
    )


def _has_unreleased() -> ColumnElement[bool]:
    return exists(
        select(true()).where(
            Delivery.agency_id == Subscription.agency_id, Delivery.settled_at.is_(None)
        )
    )


def _has_unlooked_at() -> ColumnElement[bool]:
    return exists(
        select(true()).where(
            DeliveryLog.agency_id == Subscription.agency_id,
            DeliveryLog.last_sequence > Subscription.enqueued_through,
        )
    )


def _has_due(at: datetime) -> ColumnElement[bool]:
    is_due = due(held_back(at))
    return exists(
        select(true()).where(Sending.subscription_id == Subscription.subscription_id, is_due)
    )


def due(held: Select[UUID, UUID]) -> ColumnElement[bool]:
    """Return what may be sent now: nothing in its stream is being sent, or waits for a time."""
    stream = tuple_(Sending.subscription_id, Sending.stream_id)
    return and_(PENDING, stream.not_in(held))


def held_back(at: datetime, *which: ColumnElement[bool]) -> Select[UUID, UUID]:
    """Select the streams in which something is being sent or waits, each by its subscription.

    To be listed once, and not looked for again at each event that may be waiting behind.
    """
    return select(HELD.subscription_id, HELD.stream_id).where(
        HELD.state == literal_column("'pending'"),
        or_(HELD.next_attempt_at.is_not(None), HELD.claimed_until.is_not(None)),
        or_(HELD.next_attempt_at > at, HELD.claimed_until > at),
        *which,
    )


async def given_up_everywhere(session: AsyncSession, position: int) -> list[int]:
    """Return the position unless a push of it is still to be tried, by another subscription."""
    still_tried = select(true()).where(
        Sending.position == position,
        PENDING,
        Subscription.subscription_id == Sending.subscription_id,
        Subscription.state != SubscriptionState.ENDED,
    )
    return [] if (await session.execute(still_tried)).first() else [position]
