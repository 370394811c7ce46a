"""Reading an agency's log from any point, and what a reader confirms by reading on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.commands import release
from services.partners.deliveries.errors import TwoBeginnings
from services.partners.deliveries.models import Delivery, FeedPage
from services.partners.deliveries.place import NO_PAGE, Place, read_place, write_place
from services.partners.deliveries.progress import mark_received, mark_sent
from services.partners.deliveries.queries import last_sequence, released, view_delivery
from services.partners.deliveries.told_types import check_event_types
from services.partners.deliveries.views import FeedView
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.audit.append import record_access
from shared.transactions import Database
from shared.work import now, work_of

PAGES_KEPT_FOR = timedelta(days=90)
"""A reader that comes back later than this has to send receipts for what it was handed last."""

_FORGOTTEN_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader asks of the feed: after a cursor, or from a time, or from the beginning."""

    after: str | None
    from_time: datetime | None
    types: Sequence[str] | None
    limit: int

    def after_page(self, page: FeedView) -> "Reading":
        """Return what to ask after a page."""
        return replace(self, after=page.next, from_time=None)


async def read_feed(session: AsyncSession, caller: Caller, reading: Reading) -> FeedView:
    """Return what follows a place in the caller's log, releasing what waits when its end is near.

    Reading on from a cursor confirms what was handed out before it. What was released is asked
    about once more, for the very person who reads.
    """
    types = check_event_types(reading.types)
    place = await _beginning(session, caller, reading)
    await _confirm(session, caller, place)
    rows = await released(session, caller, place, types=types, limit=reading.limit)
    while len(rows) < reading.limit and await release(session, caller.agency_id):
        rows = await released(session, caller, place, types=types, limit=reading.limit)
    for case_id in sorted({row.case_id for row in rows if row.case_id is not None}):
        record_access(session, Operation.RECEIVE_EVENT, case_id)
    following = await _hand_out(session, caller, types, place, rows)
    first = place.handed + 1
    return FeedView(
        items=[
            view_delivery(row, number, is_replay=row.received_at is not None)
            for number, row in enumerate(rows, start=first)
        ],
        next=write_place(session, caller.agency_id, following),
    )


async def _beginning(session: AsyncSession, caller: Caller, reading: Reading) -> Place:
    if reading.after is not None:
        if reading.from_time is not None:
            raise TwoBeginnings
        return read_place(session, caller.agency_id, reading.after)
    if reading.from_time is None:
        return Place()
    query = select(func.min(Delivery.sequence)).where(
        Delivery.agency_id == caller.agency_id, Delivery.occurred_at >= reading.from_time
    )
    first = (await session.execute(query)).scalar_one_or_none()
    if first is None:
        return Place(await last_sequence(session, caller.agency_id))
    return Place(first - 1)


async def _confirm(session: AsyncSession, caller: Caller, place: Place) -> None:
    """Note as received what this reader was handed in the page before the place."""
    if place.page_id == NO_PAGE:
        return
    page = (
        delete(FeedPage)
        .where(FeedPage.page_id == place.page_id, FeedPage.agency_id == caller.agency_id)
        .returning(FeedPage.positions)
        .execution_options(synchronize_session=False)
    )
    positions = (await session.execute(page)).scalar_one_or_none()
    await mark_received(session, positions or ())


async def _hand_out(
    session: AsyncSession,
    caller: Caller,
    types: Sequence[str] | None,
    place: Place,
    rows: Sequence[Delivery],
) -> Place:
    """Keep what is handed out until it is confirmed; return the place after it."""
    if not rows:
        return Place(place.sequence, place.handed)
    positions = [row.position for row in rows]
    await mark_sent(session, positions)
    last = rows[-1].sequence or 0
    page_id = _page_id(session, caller, types, place.sequence, last)
    dialect = session.get_bind().dialect.name
    upsert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(FeedPage)
    values: dict[str, Any] = {"positions": positions, "handed_at": now(session)}
    await session.execute(
        upsert.values(page_id=page_id, agency_id=caller.agency_id, **values).on_conflict_do_update(
            index_elements=[FeedPage.page_id], set_=values
        )
    )
    return Place(last, place.handed + len(rows), page_id)


def _page_id(
    session: AsyncSession,
    caller: Caller,
    types: Collection[str] | None,
    first: int,
    last: int,
) -> UUID:
    """Return the id of what one reader was handed between two numbers of the log."""
    person = caller.practitioner
    reader = ("", "") if person is None else (person.id, person.unit or "")
    asked = "\n".join((str(caller.agency_id), *reader, *(types or ()), f"{first}:{last}"))
    return UUID(bytes=work_of(session).cipher.blind_index("feed_page", asked)[:16])


async def forget_old_pages(database: Database) -> bool:
    """Delete pages that nobody came back to confirm; a step of the worker."""
    async with database.transaction() as session:
        oldest = now(session) - PAGES_KEPT_FOR
        old = select(FeedPage.page_id).where(FeedPage.handed_at < oldest).limit(_FORGOTTEN_AT_ONCE)
        forgotten = await session.execute(
            delete(FeedPage)
            .where(FeedPage.page_id.in_(old))
            .returning(FeedPage.page_id)
            .execution_options(synchronize_session=False)
        )
        return bool(forgotten.all())
