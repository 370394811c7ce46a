"""What can change about subscriptions: by their agency, and by what sends to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.queries import last_sequence
from services.partners.deliveries.told_types import check_event_types
from services.partners.subscriptions.channels import (
    SUSPENDED,
    ChannelsOffered,
    SubscriptionState,
)
from services.partners.subscriptions.errors import (
    NotAWebhook,
    QueueUnavailable,
    SubscriberUnnamed,
    SubscriptionEnded,
    SubscriptionNotActive,
    SubscriptionNotSuspended,
    TooManySubscriptions,
)
from services.partners.subscriptions.models import (
    SEALED_SECRET,
    SEALED_URL,
    Subscription,
    SubscriptionSecret,
)
from services.partners.subscriptions.queries import (
    lock_subscription,
    own_subscription,
    view_subscription,
)
from services.partners.subscriptions.secret import new_secret, overlap
from services.partners.subscriptions.views import (
    MadeSubscription,
    NewSubscription,
    RotatedSecret,
    SecretRotation,
    SubscriptionView,
    WantedTypes,
)
from services.partners.subscriptions.wishes import check_endpoint
from shared.access.caller import Caller
from shared.audit.append import record_change
from shared.errors import Denial, PreconditionFailed
from shared.events.partners import Channel
from shared.identifiers import new_id
from shared.work import now, seal

MOST_SUBSCRIPTIONS = 50


async def subscribe(
    session: AsyncSession, caller: Caller, new: NewSubscription, offered: ChannelsOffered
) -> MadeSubscription:
    """Let an agency be told by a channel, from now on and as far as the caller may know."""
    reader = caller.practitioner
    if reader is None:
        raise SubscriberUnnamed(denial=Denial("subscribe", None, "route", "no practitioner"))
    if new.channel is Channel.QUEUE and not offered.has_queue:
        raise QueueUnavailable
    event_types = check_event_types(new.event_types)
    url = check_endpoint(new.channel, new.url, offered.webhook_reach)
    await _check_number(session, caller)
    subscription_id = new_id()
    subscription = Subscription(
        subscription_id=subscription_id,
        agency_id=caller.agency_id,
        channel=new.channel,
        state=SubscriptionState.ACTIVE,
        event_types=event_types,
        url=None if url is None else seal(session, url, f"{SEALED_URL}:{subscription_id}"),
        reader_practitioner_id=reader.id,
        reader_unit=reader.unit,
        reader_role=reader.role,
        version=1,
        made_at=now(session),
        enqueued_through=await last_sequence(session, caller.agency_id),
        last_number=0,
    )
    session.add(subscription)
    await session.flush()
    secret = None
    if new.channel is Channel.WEBHOOK:
        secret = _add_secret(session, subscription_id)
    _record(session, "subscribe", subscription)
    view = view_subscription(session, subscription)
    return MadeSubscription(**view.model_dump(), secret=secret)


async def _check_number(session: AsyncSession, caller: Caller) -> None:
    query = select(func.count()).where(
        Subscription.agency_id == caller.agency_id,
        Subscription.state != SubscriptionState.ENDED,
    )
    if (await session.execute(query)).scalar_one() >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions


def _add_secret(session: AsyncSession, subscription_id: UUID) -> str:
    secret, secret_id = new_secret(), new_id()
    session.add(
        SubscriptionSecret(
            secret_id=secret_id,
            subscription_id=subscription_id,
            secret=seal(session, secret, f"{SEALED_SECRET}:{secret_id}"),
            made_at=now(session),
        )
    )
    return secret


def _record(session: AsyncSession, operation: str, subscription: Subscription) -> None:
    record_change(session, operation, f"subscription/{subscription.subscription_id}")


def _change(session: AsyncSession, operation: str, subscription: Subscription) -> SubscriptionView:
    subscription.version += 1
    _record(session, operation, subscription)
    return view_subscription(session, subscription)


async def want_event_types(
    session: AsyncSession, caller: Caller, subscription_id: UUID, wanted: WantedTypes, *, seen: int
) -> SubscriptionView:
    """Change which event types a subscription brings from now on."""
    subscription = await own_subscription(session, caller, subscription_id)
    if subscription.version != seen:
        raise PreconditionFailed
    if subscription.state is SubscriptionState.ENDED:
        raise SubscriptionEnded
    subscription.event_types = check_event_types(wanted.event_types)
    return _change(session, "want_event_types", subscription)


async def suspend_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID
) -> SubscriptionView:
    """Send nothing for the time being; everything is kept."""
    subscription = await own_subscription(session, caller, subscription_id)
    if subscription.state is not SubscriptionState.ACTIVE:
        raise SubscriptionNotActive
    subscription.state = SubscriptionState.SUSPENDED_BY_AGENCY
    subscription.suspended_at = now(session)
    return _change(session, "suspend_subscription", subscription)


async def resume_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID
) -> SubscriptionView:
    """Send again, in order, from what was kept."""
    subscription = await own_subscription(session, caller, subscription_id)
    if subscription.state not in SUSPENDED:
        raise SubscriptionNotSuspended
    subscription.state = SubscriptionState.ACTIVE
    subscription.suspended_at = None
    subscription.paused_until = None
    subscription.failing_since = None
    subscription.failure = None
    return _change(session, "resume_subscription", subscription)


async def end_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID
) -> SubscriptionView:
    """Send nothing any more, and forget the address and its secrets."""
    subscription = await own_subscription(session, caller, subscription_id)
    if subscription.state is SubscriptionState.ENDED:
        raise SubscriptionEnded
    subscription.state = SubscriptionState.ENDED
    subscription.ended_at = now(session)
    subscription.url = None
    await session.execute(
        delete(SubscriptionSecret).where(SubscriptionSecret.subscription_id == subscription_id)
    )
    return _change(session, "end_subscription", subscription)


async def rotate_secret(
    session: AsyncSession, caller: Caller, subscription_id: UUID, rotation: SecretRotation
) -> RotatedSecret:
    """Make a new secret; those before stay valid for the overlap and no longer."""
    subscription = await own_subscription(session, caller, subscription_id)
    if subscription.state is SubscriptionState.ENDED:
        raise SubscriptionEnded
    if subscription.channel is not Channel.WEBHOOK:
        raise NotAWebhook
    expires_at = now(session) + overlap(rotation.overlap_hours)
    secrets = SubscriptionSecret
    await session.execute(
        update(secrets)
        .where(
            secrets.subscription_id == subscription_id,
            or_(secrets.expires_at.is_(None), secrets.expires_at > expires_at),
        )
        .values(expires_at=expires_at)
    )
    secret = _add_secret(session, subscription_id)
    _change(session, "rotate_secret", subscription)
    return RotatedSecret(secret=secret, old_valid_until=expires_at)


async def pause_sending(session: AsyncSession, subscription_id: UUID, until: datetime) -> None:
    """Try nothing of a subscription before `until`: its endpoint is down, or asked for time."""
    subscription = await lock_subscription(session, subscription_id)
    if subscription is not None:
        subscription.paused_until = until
