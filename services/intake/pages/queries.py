"""What can be read of a case for its page: nothing that its API would not show the same reader."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.queries import read_concern, read_earlier
from services.intake.decisions.queries import list_information, read_case
from services.intake.pages.views import CasePageView
from shared.access.policy import Operation
from shared.access.visibility import Access, also
from shared.pagination import PageRequest

_MOST = PageRequest(200, None)


async def read_case_page(session: AsyncSession, access: Access) -> CasePageView:
    """Return what the reader is shown of a case up to its decision."""
    case = await read_case(session, access)
    concerns = [
        await read_concern(session, access.caller, concern_id) for concern_id in case.concern_ids
    ]
    earlier = {
        concern.concern_id: await read_earlier(session, access.caller, concern.concern_id)
        for concern in concerns
        if concern.version > 1
    }
    open_to = await also(session, access, Operation.READ_INFORMATION)
    gathered = None if open_to is None else await list_information(session, open_to, _MOST)
    return CasePageView(
        case=case,
        concerns=concerns,
        earlier=earlier,
        information=None if gathered is None else gathered.items,
    )
