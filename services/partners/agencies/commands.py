"""What can change about who is on the exchange, and how far each agency is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.errors import (
    AgencyAlreadySuspended,
    AgencyHasLeft,
    AgencyNotJoined,
    AgencyNotJoining,
    AgencyNotSuspended,
    IdentifierTaken,
    TestEventNotReceived,
    TooManyProposals,
)
from services.partners.agencies.identifiers import canonical
from services.partners.agencies.lifecycle import AgencyState, Step, may
from services.partners.agencies.models import Agency, AgencyIdentifier, ProposedIdentifier
from services.partners.agencies.queries import list_identifiers, lock_agency, view_of
from services.partners.agencies.views import (
    AgencyView,
    IdentifiersView,
    Leaving,
    NewIdentifier,
    NewProposal,
    TestEventView,
)
from shared.access.projection import AccessEvent, project
from shared.audit.append import record_change
from shared.database import insert_if_new
from shared.events.partners import AgencyIdentifier as PublishedIdentifier
from shared.events.partners import (
    AgencyIdentifierConfirmed,
    AgencyLeft,
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    AgencyWentLive,
    TestEventSent,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, seal

MOST_PROPOSALS = 100


async def take_identifiers(
    session: AsyncSession, agency: Agency, identifiers: Sequence[PublishedIdentifier]
) -> None:
    """Write an agency's codes, in one order for all who write; none may be another's."""
    for identifier in sorted(identifiers, key=lambda each: (each.scheme, each.value)):
        row = {
            **identifier.model_dump(),
            "synthetic": agency.synthetic,
            "agency_id": agency.agency_id,
        }
        if not await insert_if_new(session, AgencyIdentifier, row):
            raise IdentifierTaken


async def propose_identifiers(
    session: AsyncSession, agency_id: UUID, new: NewProposal
) -> IdentifiersView:
    """Take codes that an agency says are its own; they count once the operator confirms them."""
    await lock_agency(session, agency_id)
    for identifier in canonical(new.identifiers):
        row = {**identifier.model_dump(), "agency_id": agency_id, "proposed_at": now(session)}
        await insert_if_new(session, ProposedIdentifier, row)
    count = select(func.count()).select_from(ProposedIdentifier)
    proposed = await session.scalar(count.where(ProposedIdentifier.agency_id == agency_id))
    if (proposed or 0) > MOST_PROPOSALS:
        raise TooManyProposals
    record_change(session, "propose_identifiers", f"agency/{agency_id}")
    return await list_identifiers(session, agency_id)


async def confirm_identifier(
    session: AsyncSession, agency_id: UUID, new: NewIdentifier
) -> IdentifiersView:
    """Have one more code count as the agency's: from now on it leads to holds."""
    agency = await lock_agency(session, agency_id)
    if agency.state is AgencyState.LEFT:
        raise AgencyHasLeft
    (identifier,) = canonical((new,))
    await take_identifiers(session, agency, (identifier,))
    await session.execute(
        delete(ProposedIdentifier).where(
            ProposedIdentifier.agency_id == agency_id,
            ProposedIdentifier.scheme == identifier.scheme,
            ProposedIdentifier.value == identifier.value,
        )
    )
    if agency.joined_at is not None:
        await _tell(session, AgencyIdentifierConfirmed(agency_id=agency_id, identifier=identifier))
    record_change(session, "confirm_identifier", f"agency/{agency_id}")
    return await list_identifiers(session, agency_id)


async def note_joined(session: AsyncSession, agency: Agency) -> None:
    """Let the services know of an agency, the first time that it joins."""
    if agency.joined_at is not None:
        return
    agency.joined_at = now(session)
    identifiers = tuple(
        PublishedIdentifier(scheme=identifier.scheme, value=identifier.value)
        for identifier in agency.identifiers
    )
    event = AgencyRegistered(
        agency_id=agency.agency_id,
        name=agency.name,
        kind=agency.kind,
        identifiers=identifiers,
        synthetic=agency.synthetic,
        live=False,
    )
    await _tell(session, event)


async def send_test_event(session: AsyncSession, agency_id: UUID) -> TestEventView:
    """Send an agency an event that tells of nothing, the way it is sent all others."""
    agency = await lock_agency(session, agency_id)
    if agency.state not in {AgencyState.JOINING, AgencyState.LIVE}:
        raise AgencyNotJoined
    agency.test_sent_at = now(session)
    event = TestEventSent(agency_id=agency_id, test_id=new_id())
    publish(session, event)
    record_change(session, "send_test_event", f"agency/{agency_id}")
    return TestEventView(test_id=event.test_id, sent_at=now(session))


async def note_test_received(session: AsyncSession, agency_id: UUID) -> None:
    """Keep that an agency acknowledged a test event: it may go live now."""
    agency = await lock_agency(session, agency_id)
    agency.test_received_at = now(session)


async def admit_agency(session: AsyncSession, agency_id: UUID) -> AgencyView:
    """Let an agency go live, once it has shown that what it is sent reaches it."""
    agency = await lock_agency(session, agency_id)
    if not may(agency.state, Step.GO_LIVE):
        raise AgencyNotJoining
    if agency.test_received_at is None:
        raise TestEventNotReceived
    agency.live_at = now(session)
    await _tell(session, AgencyWentLive(agency_id=agency_id))
    record_change(session, "admit_agency", f"agency/{agency_id}")
    return view_of(agency)


async def suspend_agency(session: AsyncSession, agency_id: UUID) -> AgencyView:
    """Shut an agency out of the exchange for the time being; its tokens stop working."""
    agency = await lock_agency(session, agency_id)
    if agency.state is AgencyState.SUSPENDED:
        raise AgencyAlreadySuspended
    if not may(agency.state, Step.SUSPEND):
        raise AgencyNotJoined
    agency.suspended_at = now(session)
    await _tell(session, AgencySuspended(agency_id=agency_id))
    record_change(session, "suspend_agency", f"agency/{agency_id}")
    return view_of(agency)


async def resume_agency(session: AsyncSession, agency_id: UUID) -> AgencyView:
    """Let a suspended agency use the exchange again, as far as it was before."""
    agency = await lock_agency(session, agency_id)
    if not may(agency.state, Step.RESUME):
        raise AgencyNotSuspended
    agency.suspended_at = None
    await _tell(session, AgencyResumed(agency_id=agency_id))
    record_change(session, "resume_agency", f"agency/{agency_id}")
    return view_of(agency)


async def note_left(session: AsyncSession, agency: Agency, leaving: Leaving) -> None:
    """Let an agency be gone for good, with the reason why; its codes stay its own."""
    if not may(agency.state, Step.LEAVE):
        raise AgencyHasLeft
    agency.left_at = now(session)
    place = f"agencies.leaving_reason:{agency.agency_id}"
    agency.leaving_reason = seal(session, leaving.reason, place)
    if agency.joined_at is not None:
        await _tell(session, AgencyLeft(agency_id=agency.agency_id))
    record_change(session, "leave_exchange", f"agency/{agency.agency_id}")


async def _tell(session: AsyncSession, event: AccessEvent) -> None:
    publish(session, event)
    await project(session, event)
