"""Reading patterns: for who answers for safeguarding at the council, as far as their cases go."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.patterns.models import Pattern, Sighting
from services.intake.patterns.traces import Trace
from services.intake.patterns.views import PatternView
from shared.access.caller import Caller, Role
from shared.access.policy import Operation
from shared.access.visibility import visible_to
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import work_of

READ = "read_pattern"
_SEVERAL = 2


async def list_patterns(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[PatternView]:
    """Return the patterns of the caller's cases, the newest first."""
    found = await paginate(
        session,
        _readable(caller),
        keys=(Pattern.pattern_id,),
        page=page,
        bound_to=f"patterns:{caller.agency_id}",
    )
    return Page(items=await _show(session, caller, found.rows), next=found.next)


async def read_pattern(session: AsyncSession, caller: Caller, pattern_id: UUID) -> PatternView:
    """Return a pattern of the caller's cases; raises `NotFound` for any other."""
    pattern = await session.scalar(_readable(caller).where(Pattern.pattern_id == pattern_id))
    if pattern is None:
        raise NotFound(denial=Denial(READ, None, f"pattern/{pattern_id}", "hidden"))
    [view] = await _show(session, caller, [pattern])
    return view


async def cases_with(
    session: AsyncSession, traces: Iterable[Trace], *, synthetic: bool
) -> Sequence[UUID]:
    """Return the cases in which a source of risk was recognised by one of these traces."""
    cipher = work_of(session).cipher
    digests = [cipher.blind_index(f"trace:{one.kind}", one.value) for one in traces]
    query = select(Sighting.case_id).where(
        Sighting.digest.in_(digests), Sighting.synthetic == synthetic
    )
    return (await session.scalars(query.distinct().order_by(Sighting.case_id))).all()


def _readable(caller: Caller) -> Select[Pattern]:
    """Only a named safeguarding lead reads any, and of no pattern with one case to read alone.

    Such a one would tell of the others.
    """
    person = caller.practitioner
    is_for_them = person is not None and person.role is Role.SAFEGUARDING_LEAD
    several = (
        select(Sighting.digest)
        .where(_seen_by(caller))
        .group_by(Sighting.digest)
        .having(func.count(Sighting.adult_key.distinct()) >= _SEVERAL)
    )
    return select(Pattern).where(
        true() if is_for_them else false(),
        Pattern.lead_agency_id == caller.agency_id,
        Pattern.synthetic == caller.synthetic,
        Pattern.digest.in_(several),
    )


def _seen_by(caller: Caller) -> ColumnElement[bool]:
    return and_(
        Sighting.lead_agency_id == caller.agency_id,
        visible_to(caller, Operation.READ_INFORMATION, Sighting.case_id),
    )


async def _show(
    session: AsyncSession, caller: Caller, patterns: Sequence[Pattern]
) -> list[PatternView]:
    digests = [pattern.digest for pattern in patterns]
    query = select(Sighting).where(Sighting.digest.in_(digests), _seen_by(caller))
    sightings: dict[bytes, list[Sighting]] = {}
    for sighting in await session.scalars(query.order_by(Sighting.seen_at, Sighting.sighting_id)):
        sightings.setdefault(sighting.digest, []).append(sighting)
    views = []
    for pattern in patterns:
        seen = sightings[pattern.digest]
        view = PatternView(
            pattern_id=pattern.pattern_id,
            kind=pattern.kind,
            adults=len({one.adult_key for one in seen}),
            case_ids=tuple(dict.fromkeys(one.case_id for one in seen)),
            first_seen_at=seen[0].seen_at,
            last_seen_at=seen[-1].seen_at,
            noticed_at=pattern.noticed_at,
        )
        views.append(view)
        record_access(session, READ, None, subject=f"pattern/{pattern.pattern_id}")
    return views
