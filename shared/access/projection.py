"""Apply the events that say who may see what to this service's own tables.

A producer applies its own event in the transaction that publishes it; the other services apply
it when it arrives. So all three hold the same facts, written by the same code.
"""

from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.policy import same_name
from shared.access.tables import (
    PartyState,
    case_exclusions,
    case_parties,
    known_agencies,
    known_cases,
    known_identifiers,
    known_keys,
)
from shared.errors import NotYetKnown
from shared.events.intake import ConcernRaised, Hold
from shared.events.partners import (
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    ExclusionDecided,
    ExclusionLifted,
    PartyAccepted,
    PartyDeclined,
    PartyInvited,
    PartyLeft,
    SigningKeyPublished,
)
from shared.work import now

AccessEvent = (
    ConcernRaised
    | AgencyRegistered
    | AgencySuspended
    | AgencyResumed
    | SigningKeyPublished
    | PartyInvited
    | PartyAccepted
    | PartyDeclined
    | PartyLeft
    | ExclusionDecided
    | ExclusionLifted
)


async def project(session: AsyncSession, event: AccessEvent) -> None:
    """Write what `event` changes about agencies, keys, cases, parties or exclusions."""
    match event:
        case ConcernRaised():
            await _know_case(session, event)
        case AgencyRegistered():
            await _know_agency(session, event)
        case AgencySuspended() | AgencyResumed():
            suspended = isinstance(event, AgencySuspended)
            await session.execute(
                update(known_agencies)
                .where(known_agencies.c.agency_id == event.agency_id)
                .values(suspended=suspended)
            )
        case SigningKeyPublished():
            row = {"key_id": event.key_id, "public_jwk": event.public_jwk, "retired": False}
            await session.execute(insert(known_keys), row)
        case PartyInvited():
            await _set_party(session, event, PartyState.INVITED)
        case PartyAccepted():
            await _set_party(session, event, PartyState.ACCEPTED)
        case PartyDeclined():
            await _set_party(session, event, PartyState.DECLINED)
        case PartyLeft():
            await _set_party(session, event, PartyState.LEFT)
        case ExclusionDecided():
            row = _exclusion_row(event, event.case_id, is_hold=False)
            await session.execute(insert(case_exclusions), row)
        case ExclusionLifted():
            await _lift(session, event)
        case _:
            assert_never(event)


async def _know_case(session: AsyncSession, event: ConcernRaised) -> None:
    await session.execute(
        insert(known_cases),
        {
            "case_id": event.case_id,
            "lead_agency_id": event.lead_agency_id,
            "referrer_agency_id": event.raised_by_agency_id,
            "synthetic": event.synthetic,
            "has_unmatched_employer": event.has_unmatched_employer,
        },
    )
    holds = [_exclusion_row(hold, event.case_id, is_hold=True) for hold in event.holds]
    if holds:
        await session.execute(insert(case_exclusions), holds)


def _exclusion_row(
    exclusion: Hold | ExclusionDecided, case_id: UUID, *, is_hold: bool
) -> dict[str, Any]:
    unit, person = exclusion.unit, exclusion.practitioner_id
    return {
        "exclusion_id": exclusion.exclusion_id,
        "case_id": case_id,
        "agency_id": exclusion.agency_id,
        "unit": None if unit is None else same_name(unit),
        "practitioner_id": None if person is None else same_name(person),
        "is_hold": is_hold,
    }


async def _lift(session: AsyncSession, event: ExclusionLifted) -> None:
    """Lift an exclusion; a hold comes from another producer, and may not have arrived yet."""
    lifted = await session.execute(
        update(case_exclusions)
        .where(case_exclusions.c.exclusion_id == event.exclusion_id)
        .values(lifted_at=now(session))
        .returning(case_exclusions.c.exclusion_id)
    )
    if lifted.first() is None:
        raise NotYetKnown


async def _know_agency(session: AsyncSession, event: AgencyRegistered) -> None:
    await session.execute(
        insert(known_agencies),
        {
            "agency_id": event.agency_id,
            "name": event.name,
            "kind": event.kind,
            "suspended": False,
            "synthetic": event.synthetic,
        },
    )
    identifiers = [
        {**identifier.model_dump(), "agency_id": event.agency_id}
        for identifier in event.identifiers
    ]
    if identifiers:
        await session.execute(insert(known_identifiers), identifiers)


async def _set_party(
    session: AsyncSession,
    event: PartyInvited | PartyAccepted | PartyDeclined | PartyLeft,
    state: PartyState,
) -> None:
    dialect = session.get_bind().dialect.name
    upsert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(case_parties)
    await session.execute(
        upsert.values(
            case_id=event.case_id, agency_id=event.agency_id, state=state
        ).on_conflict_do_update(
            index_elements=["case_id", "agency_id"], set_={"state": upsert.excluded.state}
        )
    )
