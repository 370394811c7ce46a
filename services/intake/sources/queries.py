"""Which agencies stand behind a source of risk, and what was said of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.sources.holds import comparable_name
from services.intake.sources.models import AllegedSource
from services.intake.sources.views import Code, NewSource, SourceView
from shared.access.tables import known_agencies, known_identifiers
from shared.work import unseal


async def agencies_behind(
    session: AsyncSession, sources: Sequence[NewSource], *, synthetic: bool
) -> list[frozenset[UUID]]:
    """Return, for each source, the agencies of the same mark that a code or a name points to.

    Agencies that are suspended or not live yet count: one that is let in must not find what it was
    meant not to know.
    """
    by_code = await _by_code(session, sources, synthetic=synthetic)
    by_name = await _by_name(session, sources, synthetic=synthetic)
    return [
        frozenset[UUID]().union(
            by_name.get(comparable_name(source.organisation_name or ""), set()),
            *(by_code.get(identifier.code, set()) for identifier in source.identifiers),
        )
        for source in sources
    ]


async def _by_code(
    session: AsyncSession, sources: Sequence[NewSource], *, synthetic: bool
) -> dict[Code, set[UUID]]:
    wanted = {identifier.code for source in sources for identifier in source.identifiers}
    if not wanted:
        return {}
    rows = await session.execute(
        select(known_identifiers)
        .join(known_agencies, known_agencies.c.agency_id == known_identifiers.c.agency_id)
        .where(
            known_agencies.c.synthetic == synthetic,
            tuple_(known_identifiers.c.scheme, known_identifiers.c.value).in_(wanted),
        )
    )
    found: dict[Code, set[UUID]] = {}
    for row in rows:
        found.setdefault((row.scheme, row.value), set()).add(row.agency_id)
    return found


async def _by_name(
    session: AsyncSession, sources: Sequence[NewSource], *, synthetic: bool
) -> dict[str, set[UUID]]:
    if not any(source.organisation_name for source in sources):
        return {}
    rows = await session.execute(
        select(known_agencies.c.agency_id, known_agencies.c.name).where(
            known_agencies.c.synthetic == synthetic
        )
    )
    found: dict[str, set[UUID]] = {}
    for row in rows:
        found.setdefault(comparable_name(row.name), set()).add(row.agency_id)
    return found


def details_place(source_id: UUID) -> str:
    """Return the place a source's details are sealed for."""
    return f"alleged_sources.details:{source_id}"


def details_of(session: AsyncSession, source: AllegedSource) -> SourceView:
    """Open what was said of a source; raises `crypto.Tampered` where it is another row's."""
    return SourceView.model_validate_json(
        unseal(session, source.details, details_place(source.source_id))
    )
