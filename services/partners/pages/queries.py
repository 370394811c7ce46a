"""What can be read of a case for its page: nothing that its API would not show the same reader."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.actions.queries import list_actions
from services.partners.contributions.queries import list_contributions
from services.partners.deliveries.coverage import narrow
from services.partners.deliveries.models import Delivery
from services.partners.deliveries.queries import receivable_by
from services.partners.pages.telling import details, headline
from services.partners.pages.views import AgenciesPageView, TimelineView, ToldView, WorkView
from services.partners.requests.queries import list_requests
from services.partners.sharing.queries import list_parties
from shared.access.caller import Scope
from shared.access.policy import Operation
from shared.access.visibility import Access, also
from shared.pagination import PageRequest, paginate
from shared.work import now

_MOST = PageRequest(200, None)


async def read_agencies_page(
    session: AsyncSession, access: Access, page: PageRequest, names: Mapping[UUID, str]
) -> AgenciesPageView:
    """Return what the reader is shown of the agencies in a case, and of what theirs was told."""
    return AgenciesPageView(
        parties=await list_parties(session, access),
        work=await _work(session, access),
        timeline=await _timeline(session, access, page, names),
    )


async def _work(session: AsyncSession, access: Access) -> WorkView | None:
    asked = await also(session, access, Operation.READ_REQUEST)
    done = await also(session, access, Operation.READ_ACTION)
    given = await also(session, access, Operation.READ_CONTRIBUTION)
    if asked is None or done is None or given is None:
        return None
    return WorkView(
        requests=(await list_requests(session, asked, _MOST)).items,
        actions=(await list_actions(session, done, _MOST)).items,
        contributions=(await list_contributions(session, given, _MOST)).items,
    )


async def _timeline(
    session: AsyncSession, access: Access, page: PageRequest, names: Mapping[UUID, str]
) -> TimelineView | None:
    """Return the agency's own log of the case. Looking at it confirms nothing to anybody."""
    if Scope.FEED_READ not in access.caller.scopes:
        return None
    agency_id = access.caller.agency_id
    found = await paginate(
        session,
        select(Delivery).where(
            Delivery.case_id == access.case_id,
            Delivery.sequence.is_not(None),
            receivable_by(access.caller, now(session)),
        ),
        keys=(Delivery.position,),
        page=page,
        bound_to=f"timeline:{access.case_id}:{agency_id}",
    )
    await narrow(session, agency_id, found.rows)
    told = [
        ToldView(at=row.occurred_at, what=headline(row.type), details=details(row.data, names))
        for row in found.rows
    ]
    return TimelineView(items=told, next=found.next)
