"""What changes when an agency leaves."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.commands import note_left
from services.partners.agencies.models import Agency
from services.partners.agencies.queries import lock_agency
from services.partners.agencies.views import Leaving
from services.partners.contacts.commands import replace_contacts
from services.partners.credentials.commands import end_credentials
from services.partners.departures.errors import AgencyLeadsCases
from services.partners.departures.views import DepartureView
from services.partners.exclusions.queries import lock_case
from services.partners.joining.models import JoiningCode
from services.partners.sharing.models import Invitation
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.commands import end_subscription
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import reader_of
from shared.access.projection import project
from shared.access.tables import PartyState, known_cases
from shared.audit.append import record_change
from shared.events.partners import PartyDeclined, PartyLeft
from shared.messaging.outbox import publish
from shared.work import now, seal

REASON = "The agency left the exchange."
"""Why it left is between it and the operator: a case is not told."""


async def leave_exchange(session: AsyncSession, agency_id: UUID, leaving: Leaving) -> DepartureView:
    """Let an agency leave for good: nothing of it acts, knows or is reached any more.

    What it contributed stays where it is, and its codes stay its own.
    """
    agency = await lock_agency(session, agency_id)
    await note_left(session, agency, leaving)
    await _check_leads_nothing(session, agency)
    await _end_its_part(session, agency_id)
    await _end_subscriptions(session, agency_id)
    await end_credentials(session, agency_id)
    await replace_contacts(session, agency_id, ())
    await session.execute(delete(JoiningCode).where(JoiningCode.agency_id == agency_id))
    return DepartureView(agency_id=agency_id, state=agency.state, left_at=now(session))


async def _check_leads_nothing(session: AsyncSession, agency: Agency) -> None:
    """Raise `AgencyLeadsCases`; a made-up council, of a sandbox, may go as it came."""
    led = select(known_cases.c.case_id).where(known_cases.c.lead_agency_id == agency.agency_id)
    if not agency.synthetic and await session.scalar(led.limit(1)) is not None:
        raise AgencyLeadsCases


async def _end_its_part(session: AsyncSession, agency_id: UUID) -> None:
    """End its part in each case; an invitation it has not answered is declined, as if by itself.

    The parties were never told of such an invitation, so nor are they of its end. In how many cases
    is not said: some of them the agency may not know of.
    """
    open_states = (PartyState.INVITED, PartyState.ACCEPTED)
    query = select(Invitation).where(
        Invitation.agency_id == agency_id, Invitation.state.in_(open_states)
    )
    ordered = query.order_by(Invitation.case_id)
    for invitation in (await session.scalars(ordered)).all():
        await lock_case(session, invitation.case_id)
        await session.refresh(invitation)
        was_invited = invitation.state is PartyState.INVITED
        await _end_one(session, invitation, was_invited=was_invited)


async def _end_one(session: AsyncSession, invitation: Invitation, *, was_invited: bool) -> None:
    facts = {
        "case_id": invitation.case_id,
        "synthetic": invitation.synthetic,
        "agency_id": invitation.agency_id,
    }
    event: PartyDeclined | PartyLeft
    if was_invited:
        event = PartyDeclined(**facts)
        invitation.state, invitation.answered_at = PartyState.DECLINED, now(session)
    else:
        event = PartyLeft(**facts)
        invitation.state, invitation.left_at = PartyState.LEFT, now(session)
    place = f"invitations.parting_reason:{invitation.invitation_id}"
    invitation.parting_reason = seal(session, REASON, place)
    publish(session, event)
    await project(session, event)
    subject = f"invitation/{invitation.invitation_id}"
    record_change(session, "leave_exchange", subject, case_id=invitation.case_id)


async def _end_subscriptions(session: AsyncSession, agency_id: UUID) -> None:
    query = select(Subscription).where(
        Subscription.agency_id == agency_id, Subscription.state != SubscriptionState.ENDED
    )
    for subscription in await session.scalars(query):
        reader = await reader_of(session, subscription)
        await end_subscription(session, reader, subscription.subscription_id)
