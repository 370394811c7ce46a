"""What can change about pushes: the two senders' way to their work, and back.

A sender asks `subscriptions_due`, then for each `enqueue` and `take`; it asks `those_still_allowed`
at the moment of sending and says what came of it by `note_sent` or `note_failed`. Parcels of one
case are sent in the order they were taken, and none after one that failed.
Each of these takes the subscription's lock first, so that none waits for another for ever.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from services.partners.deliveries.commands import release
from services.partners.deliveries.models import Delivery
from services.partners.deliveries.progress import mark_failed, mark_sent
from services.partners.sendings.claims import claim, claimed_pairs, due_pairs, let_go
from services.partners.sendings.models import PENDING, Sending, SendingState
from services.partners.sendings.parcels import Parcel, pack
from services.partners.sendings.queries import given_up_everywhere, may_send
from services.partners.sendings.withholding import Pair, withhold_hidden
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import lock_subscription, reader_of
from shared.access.policy import Operation
from shared.audit.append import record_access
from shared.identifiers import new_id
from shared.transactions import act_as
from shared.work import now, work_of

ENQUEUED_AT_ONCE = 500


async def enqueue(session: AsyncSession, subscription_id: UUID) -> int:
    """Make a sending of what is new in the log and wanted; return how much was looked at.

    What waits for the agency is released first. Some at a time: call it until it returns 0.
    """
    subscription = await lock_subscription(session, subscription_id)
    if subscription is None or not await may_send(session, subscription):
        return 0
    await release(session, subscription.agency_id)
    rows = await _new_in_log(session, subscription)
    if not rows:
        return 0
    wanted = subscription.event_types
    sendings = [
        new_sending(subscription, row, is_replay=False)
        for row in rows
        if wanted is None or row.type in wanted
    ]
    if sendings:
        await session.execute(insert(Sending), sendings)
    subscription.enqueued_through = rows[-1].sequence or subscription.enqueued_through
    return len(rows)


def new_sending(
    subscription: Subscription, delivery: Delivery, *, is_replay: bool
) -> dict[str, Any]:
    """Return the row of a push that is to be made."""
    return {
        "sending_id": new_id(),
        "subscription_id": subscription.subscription_id,
        "agency_id": subscription.agency_id,
        "position": delivery.position,
        "sequence": delivery.sequence,
        "stream_id": delivery.case_id or subscription.agency_id,
        "case_id": delivery.case_id,
        "is_replay": is_replay,
        "state": SendingState.PENDING,
        "attempts": 0,
    }


async def _new_in_log(session: AsyncSession, subscription: Subscription) -> Sequence[Delivery]:
    query = (
        select(Delivery)
        .where(
            Delivery.agency_id == subscription.agency_id,
            Delivery.sequence > subscription.enqueued_through,
        )
        .order_by(Delivery.sequence)
        .limit(ENQUEUED_AT_ONCE)
    )
    return (await session.scalars(query)).all()


async def take(
    session: AsyncSession, subscription_id: UUID, *, limit: int, lease: timedelta
) -> list[Parcel]:
    """Claim what is due, in order, as far as its reader may know it now.

    What may not be known any more is withheld for good, and audited. Returns nothing where another
    sender is taking. Of one case several may be taken at once: send them in this order.
    """
    subscription = await lock_subscription(session, subscription_id, skip_locked=True)
    if subscription is None or not await may_send(session, subscription):
        return []
    pairs = await due_pairs(session, subscription, limit)
    open_pairs = await withhold_hidden(session, subscription, pairs)
    return await claim(session, subscription, open_pairs, lease)


async def those_still_allowed(session: AsyncSession, parcels: Sequence[Parcel]) -> list[Parcel]:
    """Return the parcels that may leave at this very moment, asked for all of them at once.

    They hold what may be told now: a field that no agreement shares any more is gone from them.
    What its reader may not know any more is withheld for good, and audited; what is suspended is
    let go of, to be taken later; what was claimed by another since is left to that one.
    """
    allowed: dict[UUID, Parcel] = {}
    for subscription_id, own in _by_subscription(parcels):
        subscription = await lock_subscription(session, subscription_id)
        if subscription is None:
            continue
        pairs = await claimed_pairs(session, own)
        if await may_send(session, subscription):
            open_pairs = await withhold_hidden(session, subscription, pairs)
            allowed |= _packed_anew(own, open_pairs)
        else:
            await let_go(session, [sending.sending_id for sending, _ in pairs])
    return [allowed[one.sending_id] for one in parcels if one.sending_id in allowed]


def _packed_anew(parcels: Iterable[Parcel], pairs: Iterable[Pair]) -> dict[UUID, Parcel]:
    taken = {parcel.sending_id: parcel for parcel in parcels}
    return {
        sending.sending_id: pack(
            sending,
            delivery,
            taken[sending.sending_id].number,
            taken[sending.sending_id].claimed_until,
        )
        for sending, delivery in pairs
    }


def _by_subscription(parcels: Iterable[Parcel]) -> list[tuple[UUID, list[Parcel]]]:
    ordered = sorted(parcels, key=lambda parcel: parcel.subscription_id)
    return [
        (subscription_id, list(own))
        for subscription_id, own in groupby(ordered, lambda parcel: parcel.subscription_id)
    ]


async def note_sent(session: AsyncSession, parcels: Sequence[Parcel]) -> None:
    """Note that parcels have been handed over.

    One that was claimed by another since, or put back, is left as it is: it will be sent again,
    with the same event id.
    """
    for subscription_id, own in _by_subscription(parcels):
        subscription = await lock_subscription(session, subscription_id)
        if subscription is None:
            continue
        positions: list[int] = []
        for claimed_until in {parcel.claimed_until for parcel in own}:
            claimed = [one.sending_id for one in own if one.claimed_until == claimed_until]
            positions += await session.scalars(_mark_sent(claimed, claimed_until, now(session)))
        await mark_sent(session, positions)
        subscription.last_success_at = now(session)
        subscription.failing_since = None
        subscription.failure = None
        await _record_sent(session, subscription, own)


def _mark_sent(
    sending_ids: Sequence[UUID], claimed_until: datetime, at: datetime
) -> ReturningUpdate[int]:
    return (
        update(Sending)
        .where(
            Sending.sending_id.in_(sending_ids),
            PENDING,
            Sending.claimed_until == claimed_until,
        )
        .values(
            state=SendingState.SENT,
            attempts=Sending.attempts + 1,
            sent_at=at,
            claimed_until=None,
            next_attempt_at=None,
            failure=None,
        )
        .returning(Sending.position)
        .execution_options(synchronize_session=False)
    )


async def _record_sent(
    session: AsyncSession, subscription: Subscription, parcels: Sequence[Parcel]
) -> None:
    """Audit that the reader was told of these cases, as if it had asked."""
    reader = await reader_of(session, subscription)
    earlier_actor = work_of(session).actor
    act_as(session, reader.actor)
    for case_id in sorted({parcel.case_id for parcel in parcels if parcel.case_id}):
        record_access(session, Operation.RECEIVE_EVENT, case_id)
    act_as(session, earlier_actor)


async def note_failed(
    session: AsyncSession, parcel: Parcel, failure: str, *, next_attempt_at: datetime | None
) -> None:
    """Note that a parcel did not arrive, and why, as a code; without a next attempt it is given up.

    What was taken of the same case after it is let go of, to be sent after it. A claim that ended
    meanwhile leaves it to whoever has claimed it since.
    """
    subscription = await lock_subscription(session, parcel.subscription_id)
    if subscription is None:
        return
    is_given_up = next_attempt_at is None
    failed = (
        update(Sending)
        .where(
            Sending.sending_id == parcel.sending_id,
            PENDING,
            Sending.claimed_until == parcel.claimed_until,
        )
        .values(
            state=SendingState.FAILED if is_given_up else SendingState.PENDING,
            attempts=Sending.attempts + 1,
            failure=failure,
            next_attempt_at=next_attempt_at,
            claimed_until=None,
        )
        .returning(Sending.position, Sending.stream_id, Sending.sequence)
        .execution_options(synchronize_session=False)
    )
    row = (await session.execute(failed)).one_or_none()
    if row is None:
        return
    subscription.failing_since = subscription.failing_since or now(session)
    subscription.failure = failure
    await _let_go_after(session, parcel, row)
    if is_given_up:
        await mark_failed(session, await given_up_everywhere(session, row.position))


async def _let_go_after(session: AsyncSession, parcel: Parcel, failed: Row[int, UUID, int]) -> None:
    await session.execute(
        update(Sending)
        .where(
            Sending.subscription_id == parcel.subscription_id,
            Sending.stream_id == failed.stream_id,
            Sending.sequence > failed.sequence,
            Sending.claimed_until == parcel.claimed_until,
            PENDING,
        )
        .values(claimed_until=None)
        .execution_options(synchronize_session=False)
    )
