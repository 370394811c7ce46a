"""How an event enters the agencies' logs, and how it leaves them."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.entitlement import entitled
from services.partners.deliveries.models import Delivery, DeliveryLog, DeliveryState
from services.partners.deliveries.place import Place, read_place, write_place
from services.partners.deliveries.queries import released, view_delivery
from services.partners.deliveries.views import FeedView
from shared.access.caller import Caller
from shared.access.policy import RULES, Operation, Relation
from shared.access.standings import relations_of_agency, relations_to_case
from shared.audit.append import record_access
from shared.errors import NotYetKnown
from shared.events.contract import CaseEvent
from shared.identifiers import new_id
from shared.work import happened_at, now

RELEASED_AT_ONCE = 500


async def deliver(session: AsyncSession, event: CaseEvent) -> None:
    """Write the event anew for each agency that may know of it, to be numbered at release.

    Three statements, however many agencies there are. Raises `NotYetKnown` where an event is
    ahead of the concern that began its case.
    """
    relations = await relations_to_case(session, event.case_id)
    if not relations:
        raise NotYetKnown
    operation, agency_ids = entitled(event, relations)
    if not agency_ids:
        return
    shared_columns = {
        "case_id": event.case_id,
        "synthetic": event.synthetic,
        "type": event.type,
        "occurred_at": happened_at(session),
        "data": event.agency_view(),
        "received_by": operation,
        "state": DeliveryState.PENDING,
    }
    await session.execute(
        insert(Delivery),
        [
            {**shared_columns, "event_id": new_id(), "agency_id": agency_id}
            for agency_id in sorted(agency_ids)
        ],
    )


async def read_feed(
    session: AsyncSession, caller: Caller, *, after: str | None, limit: int
) -> FeedView:
    """Return what follows a place in the caller's log, releasing what waits when its end is near.

    What was released is asked about once more, for the very person who reads.
    """
    place = read_place(session, caller.agency_id, after) if after else Place()
    rows = await released(session, caller, place, limit)
    while len(rows) < limit and await release(session, caller.agency_id):
        rows = await released(session, caller, place, limit)
    for case_id in sorted({row.case_id for row in rows}):
        record_access(session, Operation.RECEIVE_EVENT, case_id)
    if rows:
        place = Place(rows[-1].sequence or 0, place.handed + len(rows))
    first = place.handed - len(rows) + 1
    return FeedView(
        items=[view_delivery(row, number) for number, row in enumerate(rows, start=first)],
        next=write_place(session, caller.agency_id, place),
    )


async def release(session: AsyncSession, agency_id: UUID) -> int:
    """Settle some of what waits for an agency, in order; return how much was settled.

    The policy is asked again, as of now. What the agency may know gets the next number of its
    log; what it may not know any more is withheld for good, and no number tells of it.
    """
    waiting = (
        select(Delivery.position, Delivery.case_id, Delivery.received_by)
        .where(Delivery.agency_id == agency_id, Delivery.settled_at.is_(None))
        .order_by(Delivery.position)
        .limit(RELEASED_AT_ONCE)
    )
    if (await session.execute(waiting.limit(1))).first() is None:
        return 0
    sequence = await _lock_log(session, agency_id)
    rows = (await session.execute(waiting)).all()
    relations = await relations_of_agency(session, agency_id, sorted({row.case_id for row in rows}))
    changes: list[dict[str, Any]] = []
    for row in rows:
        relation = relations.get(row.case_id, Relation.NON_PARTY)
        is_allowed = relation in RULES[row.received_by].relations
        sequence += is_allowed
        changes.append(
            {
                "position": row.position,
                "state": DeliveryState.RELEASED if is_allowed else DeliveryState.WITHHELD,
                "sequence": sequence if is_allowed else None,
                "withheld_as": None if is_allowed else relation,
                "settled_at": now(session),
            }
        )
    await _settle(session, agency_id, sequence, changes)
    return len(rows)


async def _lock_log(session: AsyncSession, agency_id: UUID) -> int:
    """Lock the agency's log until the end of the transaction; return its last number."""
    dialect = session.get_bind().dialect.name
    upsert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(DeliveryLog)
    locked = (
        upsert.values(agency_id=agency_id, last_sequence=0)
        .on_conflict_do_update(
            index_elements=[DeliveryLog.agency_id],
            set_={"last_sequence": DeliveryLog.last_sequence},
        )
        .returning(DeliveryLog.last_sequence)
    )
    return (await session.execute(locked)).scalar_one()


async def _settle(
    session: AsyncSession, agency_id: UUID, last_sequence: int, changes: list[dict[str, Any]]
) -> None:
    if not changes:
        return
    await session.execute(update(Delivery), changes)
    await session.execute(
        update(DeliveryLog)
        .where(DeliveryLog.agency_id == agency_id)
        .values(last_sequence=last_sequence)
    )
