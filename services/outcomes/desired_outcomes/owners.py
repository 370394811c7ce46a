"""Which agencies may own a desired outcome, or decide about one: those that work on the case."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.errors import OwnerTakesNoPart
from shared.access.policy import RULES, Operation
from shared.access.standings import relations_to_case
from shared.access.tables import known_agencies


async def require_owner(session: AsyncSession, case_id: UUID, agency_id: UUID) -> None:
    """Raise `OwnerTakesNoPart` unless the agency works on the case."""
    if not await works_on(session, case_id, agency_id):
        raise OwnerTakesNoPart


async def works_on(session: AsyncSession, case_id: UUID, agency_id: UUID) -> bool:
    """Tell whether the agency leads the case or has accepted to take part.

    A suspended, an excluded, an unknown and an uninvolved agency get the same answer, so that
    naming an agency here tells nobody anything about it. An exclusion of a unit or a person
    leaves the rest of the agency free to own.
    """
    relations = await relations_to_case(session, case_id)
    suspended = await session.scalar(
        select(known_agencies.c.suspended).where(known_agencies.c.agency_id == agency_id)
    )
    may_record = relations.get(agency_id) in RULES[Operation.RECORD_DESIRED_OUTCOME].relations
    return may_record and not suspended
