"""What the pages of a case have in common, whichever service serves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.policy import Operation, Ruling, decide
from shared.access.tables import known_agencies
from shared.access.visibility import Access


@dataclass(frozen=True, slots=True)
class Part:
    """One of the pages of a case, as its header leads there."""

    name: str
    address: str
    is_here: bool


_PARTS = {
    "intake": ("Concern and decision", Operation.READ_CONCERN),
    "outcomes": ("Wishes and what came of them", Operation.READ_ENQUIRY),
    "partners": ("Agencies and timeline", Operation.READ_PARTIES),
}


async def frame_of(session: AsyncSession, access: Access, *, service: str) -> dict[str, Any]:
    """Return the header of a case's page, and the names of the agencies that it may speak of.

    The header leads to the parts that the reader may read, and to no other.
    """
    parts = [
        Part(name, f"/{each}/cases/{access.case_id}", each == service)
        for each, (name, operation) in _PARTS.items()
        if decide(access.caller, operation, access.relation) is Ruling.ALLOWED
    ]
    return {
        "case_id": access.case_id,
        "part": _PARTS[service][0],
        "parts": parts,
        "names": await names_of_agencies(session, synthetic=access.caller.synthetic),
    }


async def names_of_agencies(session: AsyncSession, *, synthetic: bool) -> Mapping[UUID, str]:
    """Return the name of each agency that is known here, of one mark."""
    query = select(known_agencies.c.agency_id, known_agencies.c.name)
    rows = await session.execute(query.where(known_agencies.c.synthetic == synthetic))
    return {row.agency_id: row.name for row in rows}
