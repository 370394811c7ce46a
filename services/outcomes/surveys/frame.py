"""Whom a survey may ask: everyone who acted on a case, from the audits of the three services.

Nobody nominates anybody. The other services' audits tell who acted as they are sealed, half a
minute later; the service's own is read itself. Reading a case is no acting on it.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true, union
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.period import Period
from services.outcomes.surveys.models import NOBODY_NAMED, PractitionerDay
from services.outcomes.surveys.sampling import Person
from shared.access.caller import Caller
from shared.access.tables import known_agencies, known_cases
from shared.audit.append import AuditKind, audit_entries
from shared.events.contract import SealEvent
from shared.reference.agencies import AgencyKind


async def keep_acted(session: AsyncSession, event: SealEvent) -> None:
    """Keep who acted on which case on which day, as another service's audit tells."""
    if not event.acted:
        return
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(PractitionerDay)
    rows = [
        {
            "case_id": acted.case_id,
            "agency_id": acted.agency_id,
            "practitioner_id": acted.practitioner_id or NOBODY_NAMED,
            "acted_on": acted.acted_on,
        }
        for acted in event.acted
    ]
    await session.execute(insert.on_conflict_do_nothing(), rows)


async def who_acted(session: AsyncSession, caller: Caller, period: Period) -> set[Person]:
    """Return every agency and practitioner that acted in a period on a case of the survey's.

    For a council those are the cases that it leads, for a board all. A system that named nobody
    is there as `NOBODY_NAMED`.
    """
    elsewhere = (
        select(PractitionerDay.agency_id, PractitionerDay.practitioner_id)
        .join(known_cases, known_cases.c.case_id == PractitionerDay.case_id)
        .where(_is_surveyed(caller), *period.includes_days(PractitionerDay.acted_on))
    )
    entry = audit_entries.c
    here = (
        select(entry.agency_id, func.coalesce(entry.practitioner_id, NOBODY_NAMED))
        .join(known_cases, known_cases.c.case_id == entry.case_id)
        .where(
            _is_surveyed(caller),
            entry.kind == AuditKind.CHANGE,
            entry.agency_id.is_not(None),
            period.includes(entry.occurred_at),
        )
    )
    return {(row[0], row[1]) for row in await session.execute(union(elsewhere, here))}


async def agencies_asked(session: AsyncSession, caller: Caller) -> set[UUID]:
    """Return every agency that takes part in the exchange, but for the boards."""
    query = select(known_agencies.c.agency_id).where(
        known_agencies.c.kind != AgencyKind.SAFEGUARDING_ADULTS_BOARD,
        known_agencies.c.synthetic == caller.synthetic,
        known_agencies.c.live,
        ~known_agencies.c.suspended,
    )
    return set((await session.execute(query)).scalars())


def _is_surveyed(caller: Caller) -> ColumnElement[bool]:
    is_led = known_cases.c.lead_agency_id == caller.agency_id
    of_the_mark = known_cases.c.synthetic == caller.synthetic
    return of_the_mark & (is_led if caller.kind is AgencyKind.COUNCIL else true())
