"""What events about a case change of who takes part in it, who must not know, and who decides."""

from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.relations import same_name
from shared.access.tables import (
    PartyState,
    case_deciders,
    case_emergencies,
    case_exclusions,
    case_parties,
    known_cases,
)
from shared.errors import NotYetKnown
from shared.events.intake import (
    Accusing,
    ConcernAdded,
    ConcernCorrected,
    ConcernRaised,
    EmployerRecognised,
    Hold,
)
from shared.events.partners import (
    DeciderNamed,
    EmergencyAccessOpened,
    ExclusionDecided,
    ExclusionLifted,
    PartyAccepted,
    PartyDeclined,
    PartyInvited,
    PartyLeft,
)
from shared.work import now

CaseAccessEvent = (
    ConcernRaised
    | ConcernAdded
    | ConcernCorrected
    | EmployerRecognised
    | PartyInvited
    | PartyAccepted
    | PartyDeclined
    | PartyLeft
    | ExclusionDecided
    | ExclusionLifted
    | DeciderNamed
    | EmergencyAccessOpened
)


_AccusedSince = ConcernAdded | ConcernCorrected | EmployerRecognised


async def project_about_case(session: AsyncSession, event: CaseAccessEvent) -> None:
    """Write what `event` changes about a case, its parties, exclusions, decider or emergencies."""
    match event:
        case ConcernRaised():
            await _know_case(session, event)
        case ConcernAdded() | ConcernCorrected() | EmployerRecognised():
            await _know_more(session, event)
        case PartyInvited():
            await _set_party(session, event, PartyState.INVITED)
        case PartyAccepted():
            await _set_party(session, event, PartyState.ACCEPTED)
        case PartyDeclined():
            await _set_party(session, event, PartyState.DECLINED)
        case PartyLeft():
            await _set_party(session, event, PartyState.LEFT)
            await _empty_seat(session, event.case_id, event.agency_id, None)
        case ExclusionDecided():
            await _exclude(session, event)
        case ExclusionLifted():
            await _lift(session, event)
        case DeciderNamed():
            await _seat_decider(session, event)
        case EmergencyAccessOpened():
            await _open_emergency(session, event)
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
    await _hold(session, event)


async def _know_more(session: AsyncSession, event: _AccusedSince) -> None:
    """Hold whom the case accuses now; who is held can't decide on it any more."""
    is_unmatched = event.has_unmatched_employer
    this_case = update(known_cases).where(known_cases.c.case_id == event.case_id)
    await session.execute(this_case.values(has_unmatched_employer=is_unmatched))
    await _hold(session, event)
    for hold in event.holds:
        if hold.unit is None or hold.practitioner_id is not None:
            person = None if hold.practitioner_id is None else same_name(hold.practitioner_id)
            await _empty_seat(session, event.case_id, hold.agency_id, person)


async def _hold(session: AsyncSession, event: Accusing | EmployerRecognised) -> None:
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


async def _exclude(session: AsyncSession, event: ExclusionDecided) -> None:
    row = _exclusion_row(event, event.case_id, is_hold=False)
    await session.execute(insert(case_exclusions), row)
    is_of_a_unit = event.unit is not None and event.practitioner_id is None
    if not is_of_a_unit:
        await _empty_seat(session, event.case_id, event.agency_id, row["practitioner_id"])


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


async def _seat_decider(session: AsyncSession, event: DeciderNamed) -> None:
    await session.execute(delete(case_deciders).where(case_deciders.c.case_id == event.case_id))
    row = {
        "case_id": event.case_id,
        "agency_id": event.agency_id,
        "practitioner_id": same_name(event.practitioner_id),
    }
    await session.execute(insert(case_deciders), row)


async def _empty_seat(
    session: AsyncSession, case_id: UUID, agency_id: UUID, practitioner_id: str | None
) -> None:
    """Let the lead's safeguarding leads decide again once the one named can't any more."""
    of_agency = delete(case_deciders).where(
        case_deciders.c.case_id == case_id, case_deciders.c.agency_id == agency_id
    )
    if practitioner_id is not None:
        of_agency = of_agency.where(case_deciders.c.practitioner_id == practitioner_id)
    await session.execute(of_agency)


async def _open_emergency(session: AsyncSession, event: EmergencyAccessOpened) -> None:
    row = {
        "emergency_id": event.emergency_id,
        "case_id": event.case_id,
        "agency_id": event.agency_id,
        "practitioner_id": same_name(event.practitioner_id),
        "ends_at": event.ends_at,
    }
    await session.execute(insert(case_emergencies), row)
