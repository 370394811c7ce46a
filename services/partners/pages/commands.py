"""What looking at a page changes: events that waited for the agency are entered in its log."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.commands import release
from shared.access.visibility import Access


async def bring_log_up_to_date(session: AsyncSession, access: Access) -> None:
    """Release what waits for the reader's agency, as its feed would; nothing is marked as sent."""
    while await release(session, access.caller.agency_id):
        pass
