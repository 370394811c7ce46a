"""What can change about who takes part in a case."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.queries import agencies_agreed_with
from services.partners.errors import (
    AgencyCannotBeNamed,
    AgencyIsExcluded,
    AgencyLeadsTheCase,
    AgencyTakesPartAlready,
    EmployerNotMatched,
    NoInvitationIsOpen,
    NotTakingPart,
)
from services.partners.exclusions.queries import lock_case, nameable_agency, wholly_excluded
from services.partners.sharing.membership import Step, after
from services.partners.sharing.models import Invitation
from services.partners.sharing.queries import newest_invitation, view_invitation, view_party
from services.partners.sharing.views import InvitationView, NewParty, Parting, PartyView
from shared.access.projection import project
from shared.access.tables import PartyState
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.partners import PartyAccepted, PartyDeclined, PartyInvited, PartyLeft
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.agencies import AgencyKind
from shared.work import now, seal


async def invite_party(session: AsyncSession, access: Access, new: NewParty) -> PartyView:
    """Ask an agency to take part; one that has declined or left may be asked again."""
    case = await lock_case(session, access.case_id)
    agency = await nameable_agency(session, case, new.agency_id)
    state = await _state_if_invited(session, case, agency)
    if (
        case.has_unmatched_employer
        and agency.kind is AgencyKind.CARE_PROVIDER
        and not new.checked_not_the_employer
    ):
        raise EmployerNotMatched
    invitation_id = new_id()
    invitation = Invitation(
        invitation_id=invitation_id,
        case_id=access.case_id,
        agency_id=new.agency_id,
        synthetic=case.synthetic,
        state=state,
        reason=seal(session, new.reason, f"invitations.reason:{invitation_id}"),
        checked_not_the_employer=new.checked_not_the_employer,
        invited_at=now(session),
    )
    session.add(invitation)
    await _tell(session, "invite_party", invitation, PartyInvited(**_facts(invitation)))
    agreed = await agencies_agreed_with(session, case.lead_agency_id, [new.agency_id])
    return view_party(
        session, access, invitation, agency, is_excluded=False, has_agreement=bool(agreed)
    )


async def accept_invitation(session: AsyncSession, access: Access) -> InvitationView:
    """Take part in the case."""
    case = await lock_case(session, access.case_id)
    invitation = await _own_invitation(session, access, Step.ACCEPT)
    invitation.answered_at = now(session)
    await _tell(session, "accept_invitation", invitation, PartyAccepted(**_facts(invitation)))
    return view_invitation(session, invitation, case.lead_agency_id)


async def decline_invitation(
    session: AsyncSession, access: Access, parting: Parting
) -> InvitationView:
    """Refuse to take part, with the reason why."""
    case = await lock_case(session, access.case_id)
    invitation = await _own_invitation(session, access, Step.DECLINE)
    invitation.answered_at = now(session)
    invitation.parting_reason = _sealed_reason(session, invitation, parting)
    await _tell(session, "decline_invitation", invitation, PartyDeclined(**_facts(invitation)))
    return view_invitation(session, invitation, case.lead_agency_id)


async def leave_case(session: AsyncSession, access: Access, parting: Parting) -> InvitationView:
    """Take part no longer, with the reason why."""
    case = await lock_case(session, access.case_id)
    invitation = await _own_invitation(session, access, Step.LEAVE)
    invitation.left_at = now(session)
    invitation.parting_reason = _sealed_reason(session, invitation, parting)
    await _tell(session, "leave_case", invitation, PartyLeft(**_facts(invitation)))
    return view_invitation(session, invitation, case.lead_agency_id)


async def _state_if_invited(session: AsyncSession, case: Row[Any], agency: Row[Any]) -> PartyState:
    """Return the state that an invitation leads to; raises where the agency can't be invited."""
    agency_id: UUID = agency.agency_id
    if agency.suspended or not agency.live:
        raise AgencyCannotBeNamed
    if agency_id == case.lead_agency_id:
        raise AgencyLeadsTheCase
    if agency_id in await wholly_excluded(session, case.case_id):
        raise AgencyIsExcluded
    last = await newest_invitation(session, case.case_id, agency_id)
    state = after(last.state if last else None, Step.INVITE)
    if state is None:
        raise AgencyTakesPartAlready
    return state


async def _own_invitation(session: AsyncSession, access: Access, step: Step) -> Invitation:
    """Return the caller's newest invitation, moved on by `step`."""
    invitation = await newest_invitation(session, access.case_id, access.caller.agency_id)
    state = after(invitation.state, step) if invitation else None
    if invitation is None or state is None:
        raise NotTakingPart if step is Step.LEAVE else NoInvitationIsOpen
    invitation.state = state
    return invitation


def _sealed_reason(session: AsyncSession, invitation: Invitation, parting: Parting) -> bytes:
    place = f"invitations.parting_reason:{invitation.invitation_id}"
    return seal(session, parting.reason, place)


def _facts(invitation: Invitation) -> dict[str, Any]:
    return {
        "case_id": invitation.case_id,
        "synthetic": invitation.synthetic,
        "agency_id": invitation.agency_id,
    }


async def _tell(
    session: AsyncSession,
    operation: str,
    invitation: Invitation,
    event: PartyInvited | PartyAccepted | PartyDeclined | PartyLeft,
) -> None:
    subject = f"invitation/{invitation.invitation_id}"
    record_change(session, operation, subject, case_id=invitation.case_id)
    publish(session, event)
    await project(session, event)
