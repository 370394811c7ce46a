"""What can be read of an enquiry alone."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.models import Enquiry
from shared.errors import NotFound


async def enquiry_of(session: AsyncSession, case_id: UUID) -> Enquiry:
    """Return the enquiry of a case; raises `NotFound` where none was opened."""
    enquiry = await session.scalar(select(Enquiry).where(Enquiry.case_id == case_id))
    if enquiry is None:
        raise NotFound
    return enquiry
