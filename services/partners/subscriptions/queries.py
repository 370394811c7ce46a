"""What can be read of subscriptions, by their agency and by what sends to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.subscriptions.models import (
    SEALED_SECRET,
    SEALED_URL,
    Subscription,
    SubscriptionSecret,
)
from services.partners.subscriptions.views import SubscriptionView
from shared.access.caller import Caller, Practitioner, Scope
from shared.access.tables import known_agencies
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import now, unseal


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a webhook is called, and with what its calls are signed: the newest secret first."""

    url: str
    secrets: tuple[str, ...]


async def list_subscriptions(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[SubscriptionView]:
    """Return the caller's agency's subscriptions, the newest first, those that ended too."""
    found = await paginate(
        session,
        select(Subscription).where(Subscription.agency_id == caller.agency_id),
        keys=(Subscription.made_at, Subscription.subscription_id),
        page=page,
        bound_to=f"subscriptions:{caller.agency_id}",
    )
    return Page(items=[view_subscription(session, row) for row in found.rows], next=found.next)


async def own_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID
) -> Subscription:
    """Return one of the caller's agency's subscriptions, locked; raises `NotFound`."""
    found = await lock_subscription(session, subscription_id)
    if found is None or found.agency_id != caller.agency_id:
        raise NotFound
    return found


async def read_subscription(
    session: AsyncSession, caller: Caller, subscription_id: UUID
) -> SubscriptionView:
    """Return one of the caller's agency's subscriptions; raises `NotFound`."""
    found = await session.get(Subscription, subscription_id)
    if found is None or found.agency_id != caller.agency_id:
        raise NotFound
    return view_subscription(session, found)


async def lock_subscription(
    session: AsyncSession, subscription_id: UUID, *, skip_locked: bool = False
) -> Subscription | None:
    """Return a subscription as it is now, locked until the end of the transaction.

    None where there is none or, to those that skip, where another has it locked. Whoever changes
    what is sent by it takes this lock first, then that of the agency's log, then those of
    deliveries.
    """
    query = (
        select(Subscription)
        .where(Subscription.subscription_id == subscription_id)
        .with_for_update(skip_locked=skip_locked)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).one_or_none()


async def reader_of(session: AsyncSession, subscription: Subscription) -> Caller:
    """Return the one for whom the policy is asked, as its agency is now."""
    query = select(known_agencies).where(known_agencies.c.agency_id == subscription.agency_id)
    agency = (await session.execute(query)).one()
    return Caller(
        agency_id=subscription.agency_id,
        kind=agency.kind,
        synthetic=agency.synthetic,
        scopes=frozenset({Scope.FEED_READ}),
        practitioner=Practitioner(
            subscription.reader_practitioner_id,
            subscription.reader_unit,
            subscription.reader_role,
        ),
    )


async def endpoint_of(session: AsyncSession, subscription_id: UUID) -> Endpoint:
    """Return where a webhook is called now, and its valid secrets; raises `NotFound` once ended."""
    subscription = await session.get(Subscription, subscription_id)
    if subscription is None or subscription.url is None:
        raise NotFound
    return Endpoint(
        url=unseal(session, subscription.url, f"{SEALED_URL}:{subscription_id}"),
        secrets=tuple(
            unseal(session, row.secret, f"{SEALED_SECRET}:{row.secret_id}")
            for row in await _valid_secrets(session, subscription_id)
        ),
    )


async def _valid_secrets(
    session: AsyncSession, subscription_id: UUID
) -> Sequence[SubscriptionSecret]:
    expires_at = SubscriptionSecret.expires_at
    query = (
        select(SubscriptionSecret)
        .where(
            SubscriptionSecret.subscription_id == subscription_id,
            or_(expires_at.is_(None), expires_at > now(session)),
        )
        .order_by(SubscriptionSecret.made_at.desc(), SubscriptionSecret.secret_id.desc())
    )
    return (await session.scalars(query)).all()


def view_subscription(session: AsyncSession, row: Subscription) -> SubscriptionView:
    """Return a subscription as its agency sees it."""
    url = row.url
    return SubscriptionView(
        subscription_id=row.subscription_id,
        channel=row.channel,
        state=row.state,
        event_types=row.event_types,
        url=unseal(session, url, f"{SEALED_URL}:{row.subscription_id}") if url else None,
        reader=row.reader_practitioner_id,
        reader_unit=row.reader_unit,
        version=row.version,
        made_at=row.made_at,
        suspended_at=row.suspended_at,
        ended_at=row.ended_at,
        paused_until=row.paused_until,
        failing_since=row.failing_since,
        failure=row.failure,
        last_success_at=row.last_success_at,
    )
