"""Holding an agency that joins from the cases that accused it before it was known."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.accounts import whom_to_hold_now
from services.intake.patterns.queries import cases_with
from services.intake.patterns.traces import Trace, traces_of_newcomer
from services.intake.sources.views import Code
from shared.access.projection import project
from shared.access.tables import known_agencies, known_cases
from shared.audit.append import record_change
from shared.events.intake import EmployerRecognised
from shared.events.partners import AgencyIdentifier, AgencyIdentifierConfirmed, AgencyRegistered
from shared.messaging.outbox import publish
from shared.reference.identifiers import canonical_identifier


async def hold_newcomer(session: AsyncSession, event: AgencyRegistered) -> None:
    """Hold an agency that joined from every case that names it by its name or by a code."""
    traces = traces_of_newcomer(map(_code, event.identifiers), event.name)
    await _hold(session, event.agency_id, traces)


async def hold_by_new_code(session: AsyncSession, event: AgencyIdentifierConfirmed) -> None:
    """Hold an agency from every case that names it by a code that counts as its own from now on."""
    await _hold(session, event.agency_id, traces_of_newcomer([_code(event.identifier)], None))


async def _hold(session: AsyncSession, agency_id: UUID, traces: frozenset[Trace]) -> None:
    query = select(known_agencies.c.synthetic).where(known_agencies.c.agency_id == agency_id)
    synthetic = (await session.execute(query)).scalar_one()
    for case_id in await cases_with(session, traces, synthetic=synthetic):
        lead = select(known_cases.c.lead_agency_id).where(known_cases.c.case_id == case_id)
        told = await whom_to_hold_now(
            session,
            case_id,
            agency_id,
            lead_agency_id=(await session.execute(lead)).scalar_one(),
            synthetic=synthetic,
        )
        recognised = EmployerRecognised(**told)
        if recognised.holds:
            await project(session, recognised)
            publish(session, recognised)
            record_change(session, "hold_newcomer", f"agency/{agency_id}", case_id=case_id)


def _code(identifier: AgencyIdentifier) -> Code:
    return identifier.scheme, canonical_identifier(identifier.scheme, identifier.value)
