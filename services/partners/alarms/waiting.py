"""What agencies may know and have not received, by the policy as it stands now.

What an agency may not know any more is no arrears of anybody's; nor is a report about arrears, nor
what none of its subscriptions wants.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.entitlement import is_open
from services.partners.deliveries.models import UNRECEIVED, Delivery
from services.partners.subscriptions.models import Subscription
from shared.access.policy import Operation, Relation
from shared.access.standings import relations_of_agency
from shared.events.partners import UndeliveredReported

_CASES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Arrears:
    """How much waits for one agency, and since when."""

    agency_id: UUID
    waiting: int
    oldest_at: datetime


async def all_arrears(session: AsyncSession, *, up_to: datetime) -> list[Arrears]:
    """Return what happened up to then and has not been received since, agency by agency."""
    return await _arrears(session, _waiting().where(Delivery.occurred_at <= up_to))


async def arrears_of(
    session: AsyncSession, agency_ids: Collection[UUID], counts: ColumnElement[bool]
) -> dict[UUID, Arrears]:
    """Return what some agencies have not received, as far as it counts, where anything waits."""
    query = _waiting().where(Delivery.agency_id.in_(agency_ids), counts)
    return {each.agency_id: each for each in await _arrears(session, query)}


_Waiting = Select[UUID, UUID | None, Operation, str, int, datetime]


def _waiting() -> _Waiting:
    """Select what has not been received, as far as what decides about it is the same."""
    alike = (Delivery.agency_id, Delivery.case_id, Delivery.received_by, Delivery.type)
    return (
        select(
            *alike,
            func.count().label("waiting"),
            func.min(Delivery.occurred_at).label("oldest_at"),
        )
        .where(UNRECEIVED, Delivery.type != UndeliveredReported.named())
        .group_by(*alike)
        .order_by(Delivery.agency_id)
    )


async def _arrears(session: AsyncSession, query: _Waiting) -> list[Arrears]:
    wanted = await _wanted_types(session)
    rows = [
        row
        for row in await session.execute(query)
        if row.agency_id not in wanted or row.type in wanted[row.agency_id]
    ]
    found = []
    for agency_id, of_agency in groupby(rows, lambda row: row.agency_id):
        open_rows = await _open(session, agency_id, list(of_agency))
        if open_rows:
            waiting = sum(row.waiting for row in open_rows)
            oldest_at = min(row.oldest_at for row in open_rows)
            found.append(Arrears(agency_id, waiting, oldest_at))
    return found


async def _open(session: AsyncSession, agency_id: UUID, rows: Sequence[Any]) -> list[Any]:
    relations: dict[UUID, Relation] = {}
    case_ids = sorted({row.case_id for row in rows if row.case_id is not None})
    for some in _in_parts(case_ids):
        relations |= await relations_of_agency(session, agency_id, some)
    return [
        row
        for row in rows
        if is_open(row.received_by, row.case_id, relations.get(row.case_id, Relation.NON_PARTY))
    ]


async def _wanted_types(session: AsyncSession) -> dict[UUID, frozenset[str]]:
    """Return the types that an agency wants, where every subscription of it names some."""
    query = select(Subscription.agency_id, Subscription.event_types).where(
        Subscription.ended_at.is_(None)
    )
    wishes: dict[UUID, list[Sequence[str] | None]] = {}
    for agency_id, event_types in await session.execute(query):
        wishes.setdefault(agency_id, []).append(event_types)
    return {
        agency_id: frozenset(chain.from_iterable(types for types in wanted if types is not None))
        for agency_id, wanted in wishes.items()
        if None not in wanted
    }


def _in_parts(case_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (
        case_ids[start : start + _CASES_AT_ONCE]
        for start in range(0, len(case_ids), _CASES_AT_ONCE)
    )
