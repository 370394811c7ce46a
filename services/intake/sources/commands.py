"""Keeping the alleged sources of risk of a concern."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.sources.models import AllegedSource
from services.intake.sources.queries import details_place
from services.intake.sources.views import NewSource
from shared.identifiers import new_id
from shared.work import seal


async def keep_sources(
    session: AsyncSession, sources: Sequence[NewSource], *, case_id: UUID, synthetic: bool
) -> list[AllegedSource]:
    """Return the rows of a concern's sources, sealed, in the order they were named."""
    rows = []
    for position, source in enumerate(sources):
        source_id = new_id()
        row = AllegedSource(
            source_id=source_id,
            case_id=case_id,
            position=position,
            source=source.source,
            details=seal(session, source.model_dump_json(), details_place(source_id)),
            synthetic=synthetic,
        )
        rows.append(row)
    return rows
