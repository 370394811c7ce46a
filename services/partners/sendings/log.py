"""What became of deliveries: for the agency they are for, and for the lead of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.models import UNRECEIVED, Delivery, DeliveryState
from services.partners.deliveries.queries import receivable_by
from services.partners.sendings.models import Sending, SendingState
from services.partners.sendings.views import (
    CaseDeliveryView,
    DeliveryView,
    PushView,
    WithheldPush,
)
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_access
from shared.pagination import Page, PageRequest, paginate
from shared.work import now

UNFINISHED = {DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.FAILED}
"""States of few deliveries, which an index finds among all that were received."""

_Push = Row[Sending, Subscription]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which part of its log an agency looks for."""

    state: DeliveryState | None
    type: str | None
    from_time: datetime | None
    until_time: datetime | None

    def narrow(self, query: Select[Delivery]) -> Select[Delivery]:
        """Return the query with what is sought."""
        if self.state is not None:
            query = query.where(Delivery.state == self.state)
        if self.state in UNFINISHED:
            query = query.where(UNRECEIVED)
        if self.type is not None:
            query = query.where(Delivery.type == self.type)
        if self.from_time is not None:
            query = query.where(Delivery.occurred_at >= self.from_time)
        if self.until_time is not None:
            query = query.where(Delivery.occurred_at < self.until_time)
        return query


async def list_deliveries(
    session: AsyncSession, caller: Caller, sought: Sought, page: PageRequest
) -> Page[DeliveryView]:
    """Return an agency's own log, newest first, as far as the caller may know it now."""
    found = await paginate(
        session,
        sought.narrow(select(Delivery).where(receivable_by(caller, now(session)))),
        keys=(Delivery.position,),
        page=page,
        bound_to=f"deliveries:{caller.agency_id}",
    )
    for case_id in sorted({row.case_id for row in found.rows if row.case_id is not None}):
        record_access(session, Operation.RECEIVE_EVENT, case_id)
    pushes = await _pushes_of(session, found.rows)
    return Page(
        items=[_view(row, pushes.get(row.position, [])) for row in found.rows], next=found.next
    )


async def list_case_deliveries(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[CaseDeliveryView]:
    """Return who was told what of a case, and who was not and why, newest first."""
    found = await paginate(
        session,
        select(Delivery).where(Delivery.case_id == access.case_id),
        keys=(Delivery.position,),
        page=page,
        bound_to=f"case_deliveries:{access.case_id}:{access.caller.agency_id}",
    )
    pushes = await _pushes_of(session, found.rows)
    return Page(
        items=[_view_for_lead(row, pushes.get(row.position, [])) for row in found.rows],
        next=found.next,
    )


async def _pushes_of(
    session: AsyncSession, deliveries: Sequence[Delivery]
) -> dict[int, list[_Push]]:
    query = (
        select(Sending, Subscription)
        .join(Subscription, Subscription.subscription_id == Sending.subscription_id)
        .where(Sending.position.in_([row.position for row in deliveries]))
        .order_by(Sending.subscription_id)
    )
    pushes: dict[int, list[_Push]] = {}
    for push in await session.execute(query):
        pushes.setdefault(push.Sending.position, []).append(push)
    return pushes


def _view(row: Delivery, pushes: Sequence[_Push]) -> DeliveryView:
    """Return a delivery for its own agency: a push withheld from one of its people is not shown.

    Nor is one that a subscription had not sent when it ended.
    """
    return DeliveryView(
        event_id=row.event_id,
        type=row.type,
        case_id=row.case_id,
        occurred_at=row.occurred_at,
        state=row.state,
        sent_at=row.sent_at,
        received_at=row.received_at,
        pushes=[
            PushView(
                subscription_id=sending.subscription_id,
                channel=subscription.channel,
                state=sending.state,
                attempts=sending.attempts,
                replay=sending.is_replay,
                sent_at=sending.sent_at,
                next_attempt_at=sending.next_attempt_at,
                failure=sending.failure,
            )
            for sending, subscription in pushes
            if _is_shown(sending, subscription)
        ],
    )


def _is_shown(sending: Sending, subscription: Subscription) -> bool:
    if sending.state is SendingState.PENDING:
        return subscription.state is not SubscriptionState.ENDED
    return sending.state is not SendingState.WITHHELD


def _view_for_lead(row: Delivery, pushes: Sequence[_Push]) -> CaseDeliveryView:
    return CaseDeliveryView(
        agency_id=row.agency_id,
        type=row.type,
        occurred_at=row.occurred_at,
        state=row.state,
        sent_at=row.sent_at,
        received_at=row.received_at,
        withheld_as=row.withheld_as,
        withheld_for=row.withheld_for,
        withheld_pushes=[
            WithheldPush(channel=subscription.channel, withheld_as=sending.withheld_as)
            for sending, subscription in pushes
            if sending.state is SendingState.WITHHELD
        ],
    )
