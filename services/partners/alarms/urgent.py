"""Urgent concerns: who must have received one in a quarter of an hour, or else is telephoned."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.models import UrgentWatch, WatchOutcome
from services.partners.deliveries.entitlement import is_open
from services.partners.deliveries.models import Delivery, DeliveryState
from services.partners.letters.commands import queue_for_operator, queue_letter
from services.partners.letters.models import LetterKind
from services.partners.letters.wording import ABOUT, Facts
from shared.access.policy import KNOWS_THE_CASE, Relation
from shared.access.standings import relations_of_agency
from shared.access.tables import known_agencies
from shared.audit.append import record_change
from shared.events.intake import ConcernAdded, ConcernRaised
from shared.events.partners import DeliveryStalled
from shared.messaging.outbox import publish
from shared.work import happened_at, now

WITHIN = timedelta(minutes=15)
_AT_ONCE = 50


async def watch_urgent(session: AsyncSession, event: ConcernRaised | ConcernAdded) -> None:
    """Watch over an urgent concern's way to everyone who is told of it, but for who raised it.

    Heard after the concern has entered the agencies' logs, in the same transaction.
    """
    if not event.immediate_danger:
        return
    is_watched = exists().where(UrgentWatch.position == Delivery.position)
    told = select(Delivery.position, Delivery.agency_id).where(
        Delivery.case_id == event.case_id,
        Delivery.type == event.type,
        Delivery.occurred_at == happened_at(session),
        Delivery.agency_id != event.raised_by_agency_id,
        ~is_watched,
    )
    rows = [
        {
            "position": row.position,
            "agency_id": row.agency_id,
            "case_id": event.case_id,
            "synthetic": event.synthetic,
            "raised_by_agency_id": event.raised_by_agency_id,
            "raised_at": event.raised_at,
            "due_at": event.raised_at + WITHIN,
        }
        for row in await session.execute(told)
    ]
    if rows:
        await session.execute(insert(UrgentWatch), rows)


async def raise_urgent_alarms(session: AsyncSession) -> bool:
    """Settle the watches whose time has come; raise an alarm for what has not been received.

    The alarm commits with the watch's end: neither is there without the other.
    """
    query = (
        select(UrgentWatch, Delivery)
        .join(Delivery, Delivery.position == UrgentWatch.position)
        .where(UrgentWatch.settled_at.is_(None), UrgentWatch.due_at <= now(session))
        .order_by(UrgentWatch.due_at)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=UrgentWatch)
    )
    due = (await session.execute(query)).all()
    for watch, delivery in due:
        watch.outcome = await _outcome(session, delivery)
        watch.settled_at = now(session)
        if watch.outcome is WatchOutcome.STALLED:
            await _raise_alarm(session, watch)
    return bool(due)


async def _outcome(session: AsyncSession, delivery: Delivery) -> WatchOutcome:
    if delivery.received_at is not None:
        return WatchOutcome.RECEIVED
    relation = await _relation(session, delivery.agency_id, delivery.case_id)
    if delivery.state is DeliveryState.WITHHELD:
        return WatchOutcome.WITHHELD
    is_still_open = is_open(delivery.received_by, delivery.case_id, relation)
    return WatchOutcome.STALLED if is_still_open else WatchOutcome.WITHHELD


async def _raise_alarm(session: AsyncSession, watch: UrgentWatch) -> None:
    """Tell the sender, as far as it may know, the contacts of both, and the operator."""
    is_lead = await _relation(session, watch.agency_id, watch.case_id) is Relation.LEAD
    sender = await _relation(session, watch.raised_by_agency_id, watch.case_id)
    tells_sender = is_lead and sender in KNOWS_THE_CASE
    event = DeliveryStalled(
        case_id=watch.case_id,
        synthetic=watch.synthetic,
        unreceived_by_agency_id=watch.agency_id,
        waiting_since=watch.raised_at,
        told_agency_ids=(watch.raised_by_agency_id,) if tells_sender else (),
    )
    publish(session, event)
    record_change(session, "raise_alarm", f"agency/{watch.agency_id}", case_id=watch.case_id)
    minutes = int((now(session) - watch.raised_at) / timedelta(minutes=1))
    facts: Facts = {"minutes": minutes, ABOUT: str(watch.case_id)}
    synthetic = watch.synthetic
    queue_letter(session, LetterKind.URGENT_WAITS, watch.agency_id, facts, synthetic=synthetic)
    if tells_sender:
        kind, sender_id = LetterKind.URGENT_NOT_RECEIVED, watch.raised_by_agency_id
        queue_letter(session, kind, sender_id, facts, synthetic=synthetic)
    if not synthetic:
        name = await _name(session, watch.agency_id)
        queue_for_operator(session, LetterKind.URGENT_STALLED, {"minutes": minutes, "agency": name})


async def _relation(session: AsyncSession, agency_id: UUID, case_id: UUID | None) -> Relation:
    if case_id is None:
        return Relation.NON_PARTY
    relations = await relations_of_agency(session, agency_id, [case_id])
    return relations.get(case_id, Relation.NON_PARTY)


async def _name(session: AsyncSession, agency_id: UUID) -> str:
    query = select(known_agencies.c.name).where(known_agencies.c.agency_id == agency_id)
    name: str = (await session.execute(query)).scalar_one()
    return name
