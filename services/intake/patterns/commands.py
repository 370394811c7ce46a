"""Keeping where a source of risk came up, and noticing that it came up with several adults.

Keeping belongs to the concern's own transaction; noticing is the worker's, a moment later, so that
nobody who raises a concern waits for it.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.models import Adult
from services.intake.patterns.models import Pattern, Sighting
from services.intake.patterns.traces import traces_of
from services.intake.sources.views import NewSource
from shared.database import insert_if_new
from shared.events.intake import PatternNoticed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, work_of

_AT_ONCE = 100
MOST_COUNTED = 1000
"""With more than so many adults nobody needs the number; counting goes no further."""


async def keep_sightings(
    session: AsyncSession,
    alleged: Iterable[tuple[NewSource, frozenset[UUID]]],
    adult: Adult,
    *,
    case_id: UUID,
    concern_id: UUID,
    lead_agency_id: UUID,
) -> None:
    """Keep by what a concern's sources would be recognised, in place of what was kept of it."""
    cipher = work_of(session).cipher
    traces = {trace for source, behind in alleged for trace in traces_of(source, behind)}
    await session.execute(delete(Sighting).where(Sighting.concern_id == concern_id))
    rows = [
        {
            "sighting_id": new_id(),
            "digest": cipher.blind_index(f"trace:{trace.kind}", trace.value),
            "kind": trace.kind,
            "lead_agency_id": lead_agency_id,
            "adult_key": adult.nhs_number_index or adult.adult_id.bytes,
            "case_id": case_id,
            "concern_id": concern_id,
            "seen_at": now(session),
            "is_counted": False,
            "synthetic": adult.synthetic,
        }
        for trace in sorted(traces)
    ]
    if rows:
        await session.execute(insert(Sighting), rows)


async def count_sightings(session: AsyncSession, *, least_adults: int, window: timedelta) -> bool:
    """Count up to a hundred new sightings with what came before; tell whether there were any."""
    query = (
        select(Sighting)
        .where(Sighting.is_counted.is_(False))
        .order_by(Sighting.digest, Sighting.sighting_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    together: dict[tuple[bytes, UUID], list[Sighting]] = {}
    for sighting in await session.scalars(query):
        together.setdefault((sighting.digest, sighting.lead_agency_id), []).append(sighting)
    for new in together.values():
        await _count(session, new, least_adults, window)
    return bool(together)


async def _count(
    session: AsyncSession, new: Sequence[Sighting], least_adults: int, window: timedelta
) -> None:
    """Count new sightings of one trace; publish where an adult is new among several."""
    newest = new[-1]
    pattern = await _pattern_of(session, newest)
    in_window = and_(
        Sighting.digest == newest.digest,
        Sighting.lead_agency_id == newest.lead_agency_id,
        Sighting.is_counted,
        Sighting.seen_at > newest.seen_at - window,
    )
    keys = {one.adult_key for one in new if one.seen_at > newest.seen_at - window}
    again = select(Sighting.adult_key).where(in_window, Sighting.adult_key.in_(keys))
    added = len(keys - set(await session.scalars(again)))
    before = select(Sighting.adult_key).where(in_window).distinct().limit(MOST_COUNTED)
    counted = await session.scalar(select(func.count()).select_from(before.subquery())) or 0
    pattern.adults = min(counted + added, MOST_COUNTED)
    for sighting in new:
        sighting.is_counted = True
    if not added or pattern.adults < least_adults:
        return
    pattern.noticed_at = now(session)
    event = PatternNoticed(
        case_id=newest.case_id,
        synthetic=newest.synthetic,
        pattern_id=pattern.pattern_id,
        kind=pattern.kind,
        adults=pattern.adults,
        noticed_at=pattern.noticed_at,
    )
    publish(session, event)


async def _pattern_of(session: AsyncSession, sighting: Sighting) -> Pattern:
    """Return the row of the sighting's trace, locked, so that its sightings are counted in turn."""
    row = {
        "pattern_id": new_id(),
        "digest": sighting.digest,
        "lead_agency_id": sighting.lead_agency_id,
        "kind": sighting.kind,
        "adults": 0,
        "noticed_at": now(session),
        "synthetic": sighting.synthetic,
    }
    await insert_if_new(session, Pattern, row)
    query = select(Pattern).where(
        Pattern.digest == sighting.digest, Pattern.lead_agency_id == sighting.lead_agency_id
    )
    return (await session.scalars(query.with_for_update())).one()
