"""What the operator can read of what agencies have not received."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.models import Backlog
from services.partners.alarms.views import BacklogView
from shared.access.tables import known_agencies
from shared.pagination import Page, PageRequest, paginate


async def list_undelivered(session: AsyncSession, page: PageRequest) -> Page[BacklogView]:
    """Return every agency for which something waits, as of the last stock."""
    found = await paginate(
        session,
        select(Backlog).where(Backlog.waiting > 0),
        keys=(Backlog.agency_id,),
        page=page,
        bound_to="undelivered:operator",
    )
    ids = [backlog.agency_id for backlog in found.rows]
    rows = await session.execute(select(known_agencies).where(known_agencies.c.agency_id.in_(ids)))
    agencies = {row.agency_id: row for row in rows}
    return Page(
        items=[_view(backlog, agencies[backlog.agency_id]) for backlog in found.rows],
        next=found.next,
    )


def _view(backlog: Backlog, agency: Any) -> BacklogView:
    return BacklogView(
        agency_id=backlog.agency_id,
        name=agency.name,
        synthetic=agency.synthetic,
        suspended=agency.suspended,
        live=agency.live,
        waiting=backlog.waiting,
        oldest_at=backlog.oldest_at,
        behind_since=backlog.behind_since,
        taken_at=backlog.taken_at,
    )
