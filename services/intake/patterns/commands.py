"""Keeping where a source of risk came up, and noticing that it came up with several adults.

Keeping belongs to the concern's own transaction; noticing is the worker's, a moment later, so that
nobody who raises a concern waits for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.models import Adult
from services.intake.patterns.models import Pattern, Sighting
from services.intake.patterns.traces import traces_of
from services.intake.sources.views import NewSource
from shared.events.intake import PatternNoticed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, work_of

_AT_ONCE = 500

_Key = tuple[bytes, UUID]
"""The digest of a trace, and the council in whose cases it came up."""


async def keep_sightings(
    session: AsyncSession,
    alleged: Iterable[tuple[NewSource, frozenset[UUID]]],
    adult: Adult,
    *,
    case_id: UUID,
    concern_id: UUID,
    lead_agency_id: UUID,
) -> None:
    """Keep by what a concern's sources would be recognised, should they come up again."""
    cipher = work_of(session).cipher
    traces = {trace for source, behind in alleged for trace in traces_of(source, behind)}
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


async def forget_sightings(session: AsyncSession, concern_id: UUID) -> None:
    """Forget by what a concern's sources were recognised, before it is told anew."""
    await session.execute(delete(Sighting).where(Sighting.concern_id == concern_id))


async def count_sightings(session: AsyncSession, *, least_adults: int, window: timedelta) -> bool:
    """Count up to five hundred new sightings with what came before; tell whether there were any.

    A pattern is told on the newest of its cases, and only where an adult is new among several. Six
    statements at most, however many patterns there are.
    """
    query = (
        select(Sighting)
        .where(Sighting.is_counted.is_(False))
        .order_by(Sighting.digest, Sighting.sighting_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    together: dict[_Key, list[Sighting]] = {}
    for sighting in await session.scalars(query):
        together.setdefault((sighting.digest, sighting.lead_agency_id), []).append(sighting)
    if not together:
        return False
    patterns = await _locked_patterns(session, together)
    counted = and_(
        Sighting.digest.in_({digest for digest, _ in together}),
        Sighting.is_counted,
        Sighting.seen_at > now(session) - window,
    )
    seen_again = await _seen_before(session, counted, together)
    before = await _adults_before(session, counted)
    for key, new in together.items():
        added = {one.adult_key for one in new} - seen_again.get(key, set())
        pattern = patterns[key]
        pattern.adults = before.get(key, 0) + len(added)
        if added and pattern.adults >= least_adults:
            _tell(session, pattern, new[-1])
    ids = [sighting.sighting_id for new in together.values() for sighting in new]
    is_new = Sighting.sighting_id.in_(ids)
    await session.execute(update(Sighting).where(is_new).values(is_counted=True))
    return True


async def _seen_before(
    session: AsyncSession,
    counted: ColumnElement[bool],
    together: Mapping[_Key, Sequence[Sighting]],
) -> dict[_Key, set[bytes]]:
    """Return which of the adults that are sighted now were counted before, by trace."""
    keys = {one.adult_key for new in together.values() for one in new}
    columns = (Sighting.digest, Sighting.lead_agency_id, Sighting.adult_key)
    query = select(*columns).where(counted, Sighting.adult_key.in_(keys)).distinct()
    found: dict[_Key, set[bytes]] = {}
    for digest, lead_agency_id, adult_key in await session.execute(query):
        found.setdefault((digest, lead_agency_id), set()).add(adult_key)
    return found


async def _adults_before(session: AsyncSession, counted: ColumnElement[bool]) -> dict[_Key, int]:
    of_trace = (Sighting.digest, Sighting.lead_agency_id)
    query = select(*of_trace, func.count(Sighting.adult_key.distinct())).where(counted)
    rows = await session.execute(query.group_by(*of_trace))
    return {(digest, lead_agency_id): adults for digest, lead_agency_id, adults in rows}


async def _locked_patterns(
    session: AsyncSession, together: Mapping[_Key, Sequence[Sighting]]
) -> dict[_Key, Pattern]:
    """Return the row of each trace, locked in one order, so that its sightings are counted in turn.

    Begun with nobody where there is none.
    """
    rows = [
        {
            "pattern_id": new_id(),
            "digest": digest,
            "lead_agency_id": lead_agency_id,
            "kind": new[0].kind,
            "adults": 0,
            "noticed_at": now(session),
            "synthetic": new[0].synthetic,
        }
        for (digest, lead_agency_id), new in together.items()
    ]
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    upsert = (postgresql.insert if is_postgresql else sqlite.insert)(Pattern)
    await session.execute(upsert.on_conflict_do_nothing(), rows)
    query = select(Pattern).where(Pattern.digest.in_({digest for digest, _ in together}))
    query = query.order_by(Pattern.digest, Pattern.lead_agency_id).with_for_update()
    locked = await session.scalars(query)
    return {(pattern.digest, pattern.lead_agency_id): pattern for pattern in locked}


def _tell(session: AsyncSession, pattern: Pattern, newest: Sighting) -> None:
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
