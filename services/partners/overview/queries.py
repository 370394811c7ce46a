"""What can be read of how agencies are doing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.models import Agency
from services.partners.agencies.queries import find_agency
from services.partners.alarms.waiting import Arrears, arrears_of
from services.partners.contacts.models import ContactRole
from services.partners.contacts.queries import roles_filled
from services.partners.credentials.queries import list_credentials
from services.partners.deliveries.models import Delivery
from services.partners.deliveries.queries import receivable_by
from services.partners.overview.views import (
    AgencyStateView,
    AgencyWholeStateView,
    SubscriptionStateView,
)
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.caller import Caller, Operator
from shared.pagination import Page, PageRequest, paginate
from shared.work import now


async def read_state(
    session: AsyncSession, identity: Caller | Operator, agency_id: UUID
) -> AgencyWholeStateView:
    """Return how one agency is doing, its credentials included; raise `NotFound`.

    To the agency itself nothing counts that whoever asks may not know of.
    """
    agency = await find_agency(session, agency_id)
    counts: ColumnElement[bool] = true()
    if isinstance(identity, Caller):
        counts = receivable_by(identity, now(session))
    (state,) = await _states(session, [agency], counts)
    credentials = await list_credentials(session, agency_id)
    return AgencyWholeStateView(
        **dict(state),
        keys=credentials.keys,
        secrets=credentials.secrets,
        may_use_secret=credentials.may_use_secret,
    )


async def list_states(session: AsyncSession, page: PageRequest) -> Page[AgencyStateView]:
    """Return how every agency is doing, the newest on the register first."""
    found = await paginate(
        session,
        select(Agency),
        keys=(Agency.registered_at, Agency.agency_id),
        page=page,
        bound_to="agency states",
    )
    return Page(items=await _states(session, found.rows, true()), next=found.next)


async def _states(
    session: AsyncSession, agencies: Sequence[Agency], counts: ColumnElement[bool]
) -> list[AgencyStateView]:
    ids = [agency.agency_id for agency in agencies]
    subscriptions = await _subscriptions(session, ids)
    roles = await roles_filled(session, ids)
    query = select(Agency.agency_id, _last_received(counts).label("last_received_at"))
    rows = await session.execute(query.where(Agency.agency_id.in_(ids)))
    last_received = {row.agency_id: row.last_received_at for row in rows}
    arrears = await arrears_of(session, ids, counts)
    return [
        _view(
            agency,
            last_received[agency.agency_id],
            arrears.get(agency.agency_id),
            subscriptions.get(agency.agency_id, []),
            roles.get(agency.agency_id, frozenset()),
        )
        for agency in agencies
    ]


def _last_received(counts: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Select when the newest delivery that an agency has received was received."""
    query = select(Delivery.received_at).where(
        Delivery.agency_id == Agency.agency_id, Delivery.received_at.is_not(None), counts
    )
    return query.order_by(Delivery.position.desc()).limit(1).scalar_subquery()


async def _subscriptions(
    session: AsyncSession, ids: Sequence[UUID]
) -> dict[UUID, list[SubscriptionStateView]]:
    query = (
        select(Subscription)
        .where(Subscription.agency_id.in_(ids), Subscription.state != SubscriptionState.ENDED)
        .order_by(Subscription.made_at)
    )
    found: dict[UUID, list[SubscriptionStateView]] = {}
    for row in await session.scalars(query):
        view = SubscriptionStateView(
            subscription_id=row.subscription_id,
            channel=row.channel,
            state=row.state,
            last_success_at=row.last_success_at,
            failing_since=row.failing_since,
            failure=row.failure,
            paused_until=row.paused_until,
        )
        found.setdefault(row.agency_id, []).append(view)
    return found


def _view(
    agency: Agency,
    last_received_at: datetime | None,
    arrears: Arrears | None,
    subscriptions: Sequence[SubscriptionStateView],
    roles: frozenset[ContactRole],
) -> AgencyStateView:
    successes = [last_received_at, *(one.last_success_at for one in subscriptions)]
    failures = [one.failing_since for one in subscriptions if one.failing_since is not None]
    return AgencyStateView(
        agency_id=agency.agency_id,
        name=agency.name,
        kind=agency.kind,
        synthetic=agency.synthetic,
        state=agency.state,
        registered_at=agency.registered_at,
        joined_at=agency.joined_at,
        test_sent_at=agency.test_sent_at,
        test_received_at=agency.test_received_at,
        live_at=agency.live_at,
        suspended_at=agency.suspended_at,
        left_at=agency.left_at,
        last_success_at=max((at for at in successes if at is not None), default=None),
        oldest_unreceived_at=arrears.oldest_at if arrears else None,
        failing_since=min(failures, default=None),
        contact_roles=tuple(sorted(roles)),
        subscriptions=tuple(subscriptions),
    )
