"""What can be read of who takes part in a case."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.queries import agencies_agreed_with
from services.partners.exclusions.queries import wholly_excluded
from services.partners.sharing.models import Invitation
from services.partners.sharing.views import InvitationView, PartiesView, PartyView
from shared.access.caller import Caller
from shared.access.disclosure import PARTY, FieldClass, redact
from shared.access.policy import Operation, Relation
from shared.access.tables import PartyState, known_agencies, known_cases
from shared.access.visibility import Access, visible_to
from shared.audit.append import record_access
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal


async def newest_invitation(
    session: AsyncSession, case_id: UUID, agency_id: UUID
) -> Invitation | None:
    """Return the invitation that says how far the agency takes part."""
    invitation: Invitation | None = await session.scalar(
        select(Invitation)
        .where(Invitation.case_id == case_id, Invitation.agency_id == agency_id)
        .order_by(Invitation.invited_at.desc(), Invitation.invitation_id.desc())
        .limit(1)
    )
    return invitation


async def list_parties(session: AsyncSession, access: Access) -> PartiesView:
    """Return who takes part, as far as the caller may know.

    The lead sees everyone it ever invited. A party sees the other parties, and none that must not
    know of the case, since nothing is to be shared with those.
    """
    query = (
        select(Invitation, known_agencies)
        .join(known_agencies, known_agencies.c.agency_id == Invitation.agency_id)
        .where(Invitation.case_id == access.case_id)
        .order_by(Invitation.invited_at, Invitation.invitation_id)
    )
    newest = {row.Invitation.agency_id: row for row in await session.execute(query)}
    excluded = await wholly_excluded(session, access.case_id)
    leads = await _leads(session, {access.case_id})
    agreed = await agencies_agreed_with(session, leads[access.case_id], newest)
    return PartiesView(
        lead_agency_id=leads[access.case_id],
        items=[
            view_party(
                session,
                access,
                row.Invitation,
                row,
                is_excluded=row.Invitation.agency_id in excluded,
                has_agreement=row.Invitation.agency_id in agreed,
            )
            for row in newest.values()
            if access.relation is Relation.LEAD
            or (
                row.Invitation.state is PartyState.ACCEPTED
                and row.Invitation.agency_id not in excluded
            )
        ],
    )


async def list_invitations(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[InvitationView]:
    """Return the invitations that wait for the caller's answer, newest first."""
    query = select(Invitation).where(
        Invitation.agency_id == caller.agency_id,
        Invitation.state == PartyState.INVITED,
        visible_to(caller, Operation.READ_INVITATION, Invitation.case_id),
    )
    found = await paginate(
        session,
        query,
        keys=(Invitation.invited_at, Invitation.invitation_id),
        page=page,
        bound_to=f"invitations:{caller.agency_id}",
    )
    leads = await _leads(session, {invitation.case_id for invitation in found.rows})
    for case_id in leads:
        record_access(session, Operation.READ_INVITATION, case_id)
    return Page(
        items=[
            view_invitation(session, invitation, leads[invitation.case_id])
            for invitation in found.rows
        ],
        next=found.next,
    )


def view_party(
    session: AsyncSession,
    access: Access,
    invitation: Invitation,
    agency: Row[Any],
    *,
    is_excluded: bool,
    has_agreement: bool,
) -> PartyView:
    """Return an agency's part; only the lead and the agency itself are told the reasons."""
    is_own = invitation.agency_id == access.caller.agency_id
    whole = PartyView(
        agency_id=invitation.agency_id,
        name=agency.name,
        kind=agency.kind,
        state=invitation.state,
        invited_at=invitation.invited_at,
        reason=_reason(session, invitation),
        parting_reason=_parting_reason(session, invitation),
        is_excluded=is_excluded,
        has_agreement=has_agreement,
    )
    also = frozenset({FieldClass.REASONS}) if is_own else frozenset()
    return redact(whole, access.relation, by=PARTY, also=also)


def view_invitation(
    session: AsyncSession, invitation: Invitation, lead_agency_id: UUID
) -> InvitationView:
    """Return an invitation as the invited agency sees it."""
    return InvitationView(
        case_id=invitation.case_id,
        lead_agency_id=lead_agency_id,
        state=invitation.state,
        invited_at=invitation.invited_at,
        reason=_reason(session, invitation),
    )


async def _leads(session: AsyncSession, case_ids: set[UUID]) -> dict[UUID, UUID]:
    query = select(known_cases.c.case_id, known_cases.c.lead_agency_id).where(
        known_cases.c.case_id.in_(case_ids)
    )
    return {row.case_id: row.lead_agency_id for row in await session.execute(query)}


def _reason(session: AsyncSession, invitation: Invitation) -> str:
    return unseal(session, invitation.reason, f"invitations.reason:{invitation.invitation_id}")


def _parting_reason(session: AsyncSession, invitation: Invitation) -> str | None:
    if invitation.parting_reason is None:
        return None
    place = f"invitations.parting_reason:{invitation.invitation_id}"
    return unseal(session, invitation.parting_reason, place)
