"""Apply the events that say who may see what to this service's own tables.

A producer applies its own event in the transaction that publishes it; the other services apply
it when it arrives. So all three hold the same facts, written by the same code.
"""

from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.case_projection import CaseAccessEvent, project_about_case
from shared.access.tables import known_agencies, known_identifiers, known_keys
from shared.events.partners import (
    AgencyIdentifierConfirmed,
    AgencyLeft,
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    AgencyWentLive,
    SigningKeyPublished,
    SigningKeyRetired,
)

AccessEvent = (
    AgencyRegistered
    | AgencyIdentifierConfirmed
    | AgencyWentLive
    | AgencySuspended
    | AgencyResumed
    | AgencyLeft
    | SigningKeyPublished
    | SigningKeyRetired
    | CaseAccessEvent
)


async def project(session: AsyncSession, event: AccessEvent) -> None:
    """Write what `event` changes about agencies, keys, cases, parties or exclusions."""
    match event:
        case AgencyRegistered():
            await _know_agency(session, event)
        case AgencyIdentifierConfirmed():
            row = {**event.identifier.model_dump(), "agency_id": event.agency_id}
            await session.execute(insert(known_identifiers), row)
        case AgencyWentLive():
            await _set_agency(session, event.agency_id, live=True)
        case AgencySuspended() | AgencyResumed():
            suspended = isinstance(event, AgencySuspended)
            await _set_agency(session, event.agency_id, suspended=suspended)
        case AgencyLeft():
            await _set_agency(session, event.agency_id, suspended=True, live=False)
        case SigningKeyPublished() | SigningKeyRetired():
            await _know_key(session, event)
        case _:
            await project_about_case(session, event)


async def _know_agency(session: AsyncSession, event: AgencyRegistered) -> None:
    await session.execute(
        insert(known_agencies),
        {
            "agency_id": event.agency_id,
            "name": event.name,
            "kind": event.kind,
            "suspended": False,
            "synthetic": event.synthetic,
            "live": event.live,
        },
    )
    identifiers = [
        {**identifier.model_dump(), "agency_id": event.agency_id}
        for identifier in event.identifiers
    ]
    if identifiers:
        await session.execute(insert(known_identifiers), identifiers)


async def _set_agency(session: AsyncSession, agency_id: UUID, **values: bool) -> None:
    this_one = known_agencies.c.agency_id == agency_id
    await session.execute(update(known_agencies).where(this_one).values(**values))


async def _know_key(session: AsyncSession, event: SigningKeyPublished | SigningKeyRetired) -> None:
    if isinstance(event, SigningKeyPublished):
        row = {"key_id": event.key_id, "public_jwk": event.public_jwk, "retired": False}
        await session.execute(insert(known_keys), row)
        return
    retired = update(known_keys).where(known_keys.c.key_id == event.key_id)
    await session.execute(retired.values(retired=True))
