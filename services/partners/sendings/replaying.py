"""Sending again from a time or a number: the same events with the same ids, marked as replays."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import Delivery
from services.partners.sendings.commands import new_sending
from services.partners.sendings.errors import FeedIsReadAgain, OneBeginning
from services.partners.sendings.models import Sending, SendingState
from services.partners.sendings.views import NewOperatorReplay, NewReplay, ReplayView
from services.partners.subscriptions.channels import PUSHED, SubscriptionState
from services.partners.subscriptions.errors import SubscriptionEnded
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import lock_subscription, own_subscription
from shared.access.caller import Caller
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.work import now

ADDED_AT_ONCE = 500
"""However long the log, no more of it is in memory."""


async def replay_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID, new: NewReplay
) -> ReplayView:
    """Send again by one of the caller's agency's subscriptions."""
    if (new.from_time is None) == (new.from_sequence is None):
        raise OneBeginning
    subscription = await own_subscription(session, caller, subscription_id)
    await _replay(session, subscription, new)
    return ReplayView(requested_at=now(session))


async def replay_agency(
    session: AsyncSession, agency_id: UUID, new: NewOperatorReplay
) -> ReplayView:
    """Send again to an agency, by one of its subscriptions or by all that push."""
    if (new.from_time is None) == (new.from_sequence is None):
        raise OneBeginning
    if new.from_sequence is not None and new.subscription_id is None:
        raise OneBeginning
    for subscription_id in await _chosen(session, agency_id, new.subscription_id):
        subscription = await lock_subscription(session, subscription_id)
        if subscription is not None:
            await _replay(session, subscription, new)
    return ReplayView(requested_at=now(session))


async def _chosen(
    session: AsyncSession, agency_id: UUID, subscription_id: UUID | None
) -> Sequence[UUID]:
    query = (
        select(Subscription.subscription_id)
        .where(Subscription.agency_id == agency_id)
        .order_by(Subscription.subscription_id)
    )
    if subscription_id is not None:
        query = query.where(Subscription.subscription_id == subscription_id)
    else:
        query = query.where(
            Subscription.channel.in_(PUSHED), Subscription.state != SubscriptionState.ENDED
        )
    chosen = (await session.scalars(query)).all()
    if not chosen:
        raise NotFound
    return chosen


async def _replay(session: AsyncSession, subscription: Subscription, new: NewReplay) -> None:
    """Let what was sent before be sent again, in its old place; the policy is asked anew.

    What was given up never arrived, so that it is no replay. What is waiting still is left to
    wait, and what was withheld stays so.
    """
    if subscription.state is SubscriptionState.ENDED:
        raise SubscriptionEnded
    if subscription.channel not in PUSHED:
        raise FeedIsReadAgain
    await session.execute(
        update(Sending)
        .where(
            Sending.subscription_id == subscription.subscription_id,
            Sending.state.in_((SendingState.SENT, SendingState.FAILED)),
            _from(subscription, new),
        )
        .values(
            state=SendingState.PENDING,
            is_replay=or_(Sending.is_replay, Sending.state == SendingState.SENT),
            attempts=0,
            failure=None,
        )
        .execution_options(synchronize_session=False)
    )
    if new.from_time is not None:
        await _add_older(session, subscription, Delivery.occurred_at >= new.from_time)
    subject = f"subscription/{subscription.subscription_id}"
    record_change(session, "replay_subscription", subject)


def _from(subscription: Subscription, new: NewReplay) -> ColumnElement[bool]:
    if new.from_time is None:
        return Sending.number >= new.from_sequence
    return Sending.position.in_(
        select(Delivery.position).where(
            Delivery.agency_id == subscription.agency_id, Delivery.occurred_at >= new.from_time
        )
    )


async def _add_older(
    session: AsyncSession, subscription: Subscription, since: ColumnElement[bool]
) -> None:
    """Make sendings of what was in the log before this subscription, or was not wanted then."""
    is_there = exists(
        select(true()).where(
            Sending.subscription_id == subscription.subscription_id,
            Sending.sequence == Delivery.sequence,
        )
    )
    query = select(Delivery).where(
        Delivery.agency_id == subscription.agency_id,
        Delivery.sequence <= subscription.enqueued_through,
        since,
        ~is_there,
    )
    if subscription.event_types is not None:
        query = query.where(Delivery.type.in_(subscription.event_types))
    looked_at = 0
    while True:
        some = query.where(Delivery.sequence > looked_at).order_by(Delivery.sequence)
        rows = (await session.scalars(some.limit(ADDED_AT_ONCE))).all()
        if not rows:
            return
        sendings: list[dict[str, Any]] = [
            new_sending(subscription, row, is_replay=row.sent_at is not None) for row in rows
        ]
        await session.execute(insert(Sending), sendings)
        looked_at = rows[-1].sequence or 0
