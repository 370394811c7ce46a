"""Giving up on a subscription that fails: its agency and the operator hear of it, and by mail."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.letters.commands import queue_for_operator, queue_letter
from services.partners.letters.models import LetterKind
from services.partners.letters.wording import Facts, in_london
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import lock_subscription
from shared.access.tables import known_agencies
from shared.audit.append import record_change
from shared.events.partners import SubscriptionSuspended
from shared.messaging.outbox import publish
from shared.work import now


async def suspend_for_failure(session: AsyncSession, subscription_id: UUID) -> None:
    """Give up on a subscription that has failed for long, or that asked for no more.

    Its agency is told as a fact, which it reads by a channel that works, and by a letter, because
    it may have no other channel.
    """
    subscription = await lock_subscription(session, subscription_id)
    if subscription is None or subscription.state is not SubscriptionState.ACTIVE:
        return
    subscription.state = SubscriptionState.SUSPENDED_BY_FAILURE
    subscription.suspended_at = now(session)
    subscription.version += 1
    record_change(session, "suspend_for_failure", f"subscription/{subscription_id}")
    publish(
        session,
        SubscriptionSuspended(
            agency_id=subscription.agency_id,
            subscription_id=subscription_id,
            channel=subscription.channel,
            failing_since=subscription.failing_since,
        ),
    )
    await _write_letters(session, subscription)


async def _write_letters(session: AsyncSession, subscription: Subscription) -> None:
    """Write to the agency and, where its data is real, to the operator."""
    agency_id = subscription.agency_id
    query = select(known_agencies.c.name, known_agencies.c.synthetic)
    agency = (await session.execute(query.where(known_agencies.c.agency_id == agency_id))).one()
    facts: Facts = {
        "channel": subscription.channel.value,
        "since": in_london(subscription.failing_since or now(session)),
        "failure": subscription.failure or "none",
        "subscription": str(subscription.subscription_id),
    }
    kind = LetterKind.SUBSCRIPTION_SUSPENDED
    queue_letter(session, kind, agency_id, facts, synthetic=agency.synthetic)
    if not agency.synthetic:
        kind = LetterKind.SUSPENDED_ANYWHERE
        queue_for_operator(session, kind, {**facts, "agency": agency.name})
