"""What can be read of contributions: by the owner, those it is shared with, and the lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.contributions.models import (
    Contribution,
    ContributionReader,
    ContributionVersion,
)
from services.partners.contributions.views import (
    ContributionHistory,
    ContributionVersionView,
    ContributionView,
)
from shared.access.tables import known_cases
from shared.access.visibility import Access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal


def readable_by(agency_id: UUID) -> ColumnElement[bool]:
    """Return the filter of contributions, for an agency that was let near their cases."""
    leads = exists().where(
        known_cases.c.case_id == Contribution.case_id, known_cases.c.lead_agency_id == agency_id
    )
    is_named = exists().where(
        ContributionReader.contribution_id == Contribution.contribution_id,
        ContributionReader.agency_id == agency_id,
        ContributionReader.lost_at.is_(None),
    )
    return or_(Contribution.owner_agency_id == agency_id, leads, is_named)


async def contribution_of(
    session: AsyncSession, access: Access, contribution_id: UUID
) -> Contribution:
    """Lock and return a contribution that the caller may read; raises `NotFound`."""
    contribution = await session.scalar(
        select(Contribution)
        .where(
            Contribution.case_id == access.case_id,
            Contribution.contribution_id == contribution_id,
            readable_by(access.caller.agency_id),
        )
        .with_for_update()
    )
    if contribution is None:
        raise NotFound
    return contribution


async def readers_of(session: AsyncSession, contribution_id: UUID) -> set[UUID]:
    """Return the parties that a contribution is shared with now."""
    query = select(ContributionReader.agency_id).where(
        ContributionReader.contribution_id == contribution_id,
        ContributionReader.lost_at.is_(None),
    )
    return set(await session.scalars(query))


async def read_contribution(
    session: AsyncSession, access: Access, contribution_id: UUID
) -> ContributionHistory:
    """Return a contribution with its history; raises `NotFound`."""
    contribution = await contribution_of(session, access, contribution_id)
    (view,) = await view_contributions(session, access.caller.agency_id, [contribution])
    query = (
        select(ContributionVersion)
        .where(ContributionVersion.contribution_id == contribution_id)
        .order_by(ContributionVersion.version.desc())
    )
    is_withdrawn = contribution.withdrawn_at is not None
    current, *earlier = (
        _view_version(session, version, is_withdrawn=is_withdrawn)
        for version in await session.scalars(query)
    )
    return ContributionHistory(why=current.why, earlier_versions=earlier, **dict(view))


async def list_contributions(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[ContributionView]:
    """Return the contributions to a case that the caller may read, newest first."""
    agency_id = access.caller.agency_id
    found = await paginate(
        session,
        select(Contribution).where(Contribution.case_id == access.case_id, readable_by(agency_id)),
        keys=(Contribution.given_at, Contribution.contribution_id),
        page=page,
        bound_to=f"contributions:{access.case_id}:{agency_id}",
    )
    return Page(items=await view_contributions(session, agency_id, found.rows), next=found.next)


async def answers_to(
    session: AsyncSession, agency_id: UUID, request_ids: Sequence[UUID]
) -> Mapping[UUID | None, ContributionView]:
    """Return the newest contribution to each of these requests that the agency may read."""
    query = (
        select(Contribution)
        .where(Contribution.request_id.in_(request_ids), readable_by(agency_id))
        .order_by(Contribution.given_at, Contribution.contribution_id)
    )
    contributions = (await session.scalars(query)).all()
    views = await view_contributions(session, agency_id, contributions)
    return {view.request_id: view for view in views}


async def view_contributions(
    session: AsyncSession, agency_id: UUID, contributions: Sequence[Contribution]
) -> list[ContributionView]:
    """Return contributions in their current versions, as an agency that may read them does."""
    if not contributions:
        return []
    ids = [contribution.contribution_id for contribution in contributions]
    current = and_(
        ContributionVersion.contribution_id == Contribution.contribution_id,
        ContributionVersion.version == Contribution.version,
    )
    query = select(ContributionVersion).join(Contribution, current)
    versions = {
        version.contribution_id: version
        for version in await session.scalars(query.where(Contribution.contribution_id.in_(ids)))
    }
    readers: dict[UUID, list[UUID]] = defaultdict(list)
    named = select(ContributionReader).where(
        ContributionReader.contribution_id.in_(ids), ContributionReader.lost_at.is_(None)
    )
    for reader in await session.scalars(named.order_by(ContributionReader.agency_id)):
        readers[reader.contribution_id].append(reader.agency_id)
    leads_in = await _leads_in(session, agency_id, contributions)
    return [
        _view(
            session,
            kept,
            versions[kept.contribution_id],
            readers[kept.contribution_id]
            if agency_id == kept.owner_agency_id or kept.case_id in leads_in
            else None,
        )
        for kept in contributions
    ]


async def _leads_in(
    session: AsyncSession, agency_id: UUID, contributions: Sequence[Contribution]
) -> set[UUID]:
    query = select(known_cases.c.case_id).where(
        known_cases.c.case_id.in_({kept.case_id for kept in contributions}),
        known_cases.c.lead_agency_id == agency_id,
    )
    return set(await session.scalars(query))


def _view(
    session: AsyncSession,
    kept: Contribution,
    version: ContributionVersion,
    readers: list[UUID] | None,
) -> ContributionView:
    shown = _view_version(session, version, is_withdrawn=kept.withdrawn_at is not None)
    place = f"contributions.withdrawal_reason:{kept.contribution_id}"
    reason = kept.withdrawal_reason
    return ContributionView(
        contribution_id=kept.contribution_id,
        case_id=kept.case_id,
        request_id=kept.request_id,
        owner_agency_id=kept.owner_agency_id,
        legal_basis=kept.legal_basis,
        version=kept.version,
        words=shown.words,
        given_at=kept.given_at,
        revised_at=shown.given_at if kept.version > 1 else None,
        withdrawn_at=kept.withdrawn_at,
        withdrawal_reason=None if reason is None else unseal(session, reason, place),
        shared_with_agency_ids=readers,
    )


def _view_version(
    session: AsyncSession, kept: ContributionVersion, *, is_withdrawn: bool
) -> ContributionVersionView:
    """Show a version; of what was withdrawn nothing is shown but that it was there."""
    has_why = kept.why is not None and not is_withdrawn
    return ContributionVersionView(
        version=kept.version,
        words=None if is_withdrawn else unseal(session, kept.words, kept.words_place),
        why=unseal(session, kept.why, kept.why_place) if has_why and kept.why else None,
        given_by_agency_id=kept.given_by_agency_id,
        given_at=kept.given_at,
    )
