"""What can be read of the agencies that people sign in for."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.models import Agency


async def agency_by_id(session: AsyncSession, agency_id: UUID) -> Agency | None:
    """Return an agency, whatever its state."""
    return await session.get(Agency, agency_id)


async def made_up_agency(session: AsyncSession, name: str) -> Agency | None:
    """Return the newest made-up agency of that name that has not left."""
    query = (
        select(Agency)
        .where(Agency.name == name, Agency.synthetic.is_(True), Agency.left_at.is_(None))
        .order_by(Agency.registered_at.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()
