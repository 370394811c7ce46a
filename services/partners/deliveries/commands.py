"""How what happened enters the agencies' logs, and is released to them."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.coverage import agreed, why_withheld, without
from services.partners.deliveries.entitlement import entitled
from services.partners.deliveries.models import (
    Delivery,
    DeliveryLog,
    DeliveryState,
    WithheldFor,
)
from shared.access.policy import Operation, Relation
from shared.access.standings import relations_of_agency, relations_to_case
from shared.access.tables import known_agencies
from shared.errors import NotYetKnown
from shared.events.contract import AgencyEvent, CaseEvent, Event
from shared.identifiers import new_id
from shared.work import happened_at, now

RELEASED_AT_ONCE = 500


async def deliver(session: AsyncSession, event: CaseEvent) -> None:
    """Write the event anew for each agency that may know of it, to be numbered at release.

    Three statements at most, however many agencies there are. What no agreement shares is withheld
    at once. Raises `NotYetKnown` where an event is ahead of the concern that began its case.
    """
    relations = await relations_to_case(session, event.case_id)
    if not relations:
        raise NotYetKnown
    operation, agency_ids = entitled(event, relations)
    if operation is None or not agency_ids:
        return
    parties = [one for one in agency_ids if relations[one] is Relation.PARTY]
    in_force = await agreed(session, [event.case_id], parties, [event.type])
    columns = _columns(session, event, operation) | {
        "case_id": event.case_id,
        "synthetic": event.synthetic,
    }
    rows = []
    for agency_id in sorted(agency_ids):
        fields = in_force.left_out(
            event.case_id,
            agency_id,
            received_by=operation,
            relation=relations[agency_id],
            event_type=event.type,
        )
        own = {"event_id": new_id(), "agency_id": agency_id}
        rows.append(columns | own | _as_shared(session, columns["data"], fields))
    await session.execute(insert(Delivery), rows)


def _as_shared(
    session: AsyncSession, data: dict[str, Any], fields: frozenset[str] | None
) -> dict[str, Any]:
    """Return what an agency's row holds where `fields` are not shared, or nothing is (None)."""
    if fields is None:
        return {
            "data": {},
            "state": DeliveryState.WITHHELD,
            "withheld_as": Relation.PARTY,
            "withheld_for": WithheldFor.NO_AGREEMENT,
            "settled_at": now(session),
        }
    open_row = {"state": DeliveryState.PENDING, "withheld_as": None, "withheld_for": None}
    return {"data": without(data, fields), "settled_at": None, **open_row}


async def deliver_notice(session: AsyncSession, event: AgencyEvent) -> None:
    """Write what concerns one agency and no case into that agency's log, and no other."""
    query = select(known_agencies.c.synthetic).where(known_agencies.c.agency_id == event.agency_id)
    synthetic = (await session.execute(query)).scalar_one_or_none()
    if synthetic is None:
        raise NotYetKnown
    row = _columns(session, event, Operation.RECEIVE_NOTICE) | {
        "event_id": new_id(),
        "agency_id": event.agency_id,
        "case_id": None,
        "synthetic": synthetic,
    }
    await session.execute(insert(Delivery), row)


def _columns(session: AsyncSession, event: Event, operation: Operation) -> dict[str, Any]:
    return {
        "type": event.type,
        "occurred_at": happened_at(session),
        "data": event.agency_view(),
        "received_by": operation,
        "state": DeliveryState.PENDING,
    }


async def release(session: AsyncSession, agency_id: UUID) -> int:
    """Settle some of what waits for an agency, in order; return how much was settled.

    The policy is asked again, as of now. What the agency may know gets the next number of its
    log; what it may not know any more, or no agreement shares any more, is withheld for good, and
    no number tells of it.
    """
    waiting = (
        select(Delivery.position, Delivery.case_id, Delivery.received_by, Delivery.type)
        .where(Delivery.agency_id == agency_id, Delivery.settled_at.is_(None))
        .order_by(Delivery.position)
        .limit(RELEASED_AT_ONCE)
    )
    if (await session.execute(waiting.limit(1))).first() is None:
        return 0
    sequence = await lock_log(session, agency_id)
    rows = (await session.execute(waiting)).all()
    case_ids = sorted({row.case_id for row in rows if row.case_id is not None})
    relations = await relations_of_agency(session, agency_id, case_ids)
    as_party = [one for one in case_ids if relations.get(one) is Relation.PARTY]
    in_force = await agreed(session, as_party, [agency_id], {row.type for row in rows})
    changes: list[dict[str, Any]] = []
    for row in rows:
        relation = relations.get(row.case_id, Relation.NON_PARTY)
        reason = why_withheld(in_force, agency_id, row, relation)
        sequence += reason is None
        changes.append(
            {
                "position": row.position,
                "state": DeliveryState.PENDING if reason is None else DeliveryState.WITHHELD,
                "sequence": sequence if reason is None else None,
                "withheld_as": None if reason is None else relation,
                "withheld_for": reason,
                "settled_at": now(session),
            }
        )
    await _settle(session, agency_id, sequence, changes)
    return len(rows)


async def lock_log(session: AsyncSession, agency_id: UUID) -> int:
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
