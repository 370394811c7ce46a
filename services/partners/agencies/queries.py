"""What can be read of agencies."""

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.partners.agencies.models import Agency, AgencyIdentifier, ProposedIdentifier
from services.partners.agencies.views import AgencyView, IdentifiersView, IdentifierView
from shared.access.caller import Caller, Operator
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate


async def list_agencies(
    session: AsyncSession, identity: Caller | Operator, page: PageRequest
) -> Page[AgencyView]:
    """Return the directory: an agency sees those of its own mark, the operator all."""
    found = await paginate(
        session,
        _seen_by(identity),
        keys=(Agency.registered_at, Agency.agency_id),
        page=page,
        bound_to=f"agencies:{identity.actor.agency_id}",
    )
    return Page(items=[view_of(agency) for agency in found.rows], next=found.next)


async def read_agency(
    session: AsyncSession, identity: Caller | Operator, agency_id: UUID
) -> AgencyView:
    """Return one agency of the directory; raise `NotFound` for what is not in it."""
    query = _seen_by(identity).where(Agency.agency_id == agency_id)
    agency = (await session.scalars(query)).one_or_none()
    if agency is None:
        raise NotFound
    return view_of(agency)


def _seen_by(identity: Caller | Operator) -> Select[Agency]:
    """Select what an agency may know of: who is not live yet is as unknown as who never was."""
    query = select(Agency).options(selectinload(Agency.identifiers))
    if isinstance(identity, Operator):
        return query
    may_know = or_(Agency.is_in_directory(), Agency.agency_id == identity.agency_id)
    return query.where(Agency.synthetic == identity.synthetic, may_know)


async def find_agency(session: AsyncSession, agency_id: UUID) -> Agency:
    """Return an agency, whatever its state; raise `NotFound`."""
    agency = await session.get(Agency, agency_id)
    if agency is None:
        raise NotFound
    return agency


async def lock_agency(session: AsyncSession, agency_id: UUID) -> Agency:
    """Lock an agency, so that changes to it follow one another; raise `NotFound`."""
    query = (
        select(Agency)
        .where(Agency.agency_id == agency_id)
        .options(selectinload(Agency.identifiers))
        .with_for_update()
    )
    agency = (await session.scalars(query)).one_or_none()
    if agency is None:
        raise NotFound
    return agency


async def list_identifiers(session: AsyncSession, agency_id: UUID) -> IdentifiersView:
    """Return an agency's codes, those that nobody has checked yet apart."""
    await find_agency(session, agency_id)
    of_this = AgencyIdentifier.agency_id == agency_id
    proposed_by_this = ProposedIdentifier.agency_id == agency_id
    confirmed = await session.scalars(
        select(AgencyIdentifier)
        .where(of_this)
        .order_by(AgencyIdentifier.scheme, AgencyIdentifier.value)
    )
    proposed = await session.scalars(
        select(ProposedIdentifier)
        .where(proposed_by_this)
        .order_by(ProposedIdentifier.scheme, ProposedIdentifier.value)
    )
    return IdentifiersView(
        confirmed=tuple(_view_identifier(one) for one in confirmed),
        proposed=tuple(_view_identifier(one) for one in proposed),
    )


def view_of(agency: Agency) -> AgencyView:
    """Show an agency whose identifiers have been loaded."""
    return AgencyView(
        agency_id=agency.agency_id,
        kind=agency.kind,
        name=agency.name,
        identifiers=tuple(_view_identifier(identifier) for identifier in agency.identifiers),
        state=agency.state,
        suspended=agency.suspended_at is not None,
        synthetic=agency.synthetic,
        registered_at=agency.registered_at,
    )


def _view_identifier(identifier: AgencyIdentifier | ProposedIdentifier) -> IdentifierView:
    return IdentifierView(scheme=identifier.scheme, value=identifier.value)
