"""What partners listens to: every fact about a case, its own among them, is told to agencies.

What concerns one agency and no case is told to that agency.

Partners' own events come back through its inbox like everyone's, so that no command can forget
to tell the agencies, and what an agency is told does not depend on who found it out.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.urgent import watch_urgent
from services.partners.clocks.commands import Owed, meet_clock, start_clock
from services.partners.contributions.commands import forget_reader, lose_reader
from services.partners.deliveries.commands import deliver, deliver_notice
from services.partners.deliveries.withdrawal import withdraw_unsent
from services.partners.engagement.commands import record_engagement
from services.partners.engagement.facts import STEPS
from shared.access.projection import project
from shared.access.tables import known_cases
from shared.audit.anchors import listen_for_seals
from shared.errors import NotYetKnown
from shared.events import intake, outcomes, partners
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import AgencyEvent, Audience, CaseEvent
from shared.messaging.consumer import Consumer
from shared.reference.care_act import DecisionOutcome
from shared.reference.targets import TargetCode

PRODUCERS = {"intake": intake, "outcomes": outcomes, "partners": partners}

consumer = Consumer("partners", sources=tuple(PRODUCERS))

consumer.on(intake.ConcernRaised)(project)
consumer.on(intake.ConcernAdded)(project)
consumer.on(intake.ConcernCorrected)(project)
consumer.on(intake.EmployerRecognised)(project)
listen_for_seals(consumer)

LEADS_TO_AN_ENQUIRY = {DecisionOutcome.SECTION_42, DecisionOutcome.OTHER_ENQUIRY}

for event_class in EVENT_TYPES.values():
    if event_class.audience is Audience.INTERNAL:
        continue
    if issubclass(event_class, CaseEvent):
        consumer.on(event_class)(deliver)
    elif issubclass(event_class, AgencyEvent):
        consumer.on(event_class)(deliver_notice)

consumer.on(intake.ConcernRaised)(watch_urgent)
consumer.on(intake.ConcernAdded)(watch_urgent)


async def withdraw(
    session: AsyncSession,
    event: partners.ExclusionDecided | partners.PartyDeclined | partners.PartyLeft,
) -> None:
    """Let nothing wait for an agency that may not know of the case any more."""
    await withdraw_unsent(session, event.agency_id, event.case_id)


consumer.on(partners.ExclusionDecided)(withdraw)
consumer.on(partners.PartyDeclined)(withdraw)
consumer.on(partners.PartyLeft)(withdraw)


async def shut_out(
    session: AsyncSession,
    event: intake.ConcernAdded | intake.ConcernCorrected | intake.EmployerRecognised,
) -> None:
    """Take back from an agency that the case accuses now what it was to be sent, or was shown."""
    for hold in event.holds:
        await withdraw_unsent(session, hold.agency_id, event.case_id)
        if hold.unit is None and hold.practitioner_id is None:
            await lose_reader(session, hold.agency_id, event.case_id)


consumer.on(intake.ConcernAdded)(shut_out)
consumer.on(intake.ConcernCorrected)(shut_out)
consumer.on(intake.EmployerRecognised)(shut_out)


@consumer.on(intake.ConcernRaised)
async def await_decision(session: AsyncSession, event: intake.ConcernRaised) -> None:
    """Start the clock by which the lead agency decides."""
    owed = _owed_by_lead(event, TargetCode.DECISION_MADE, event.lead_agency_id)
    await start_clock(session, owed, since=event.raised_at)


@consumer.on(intake.DecisionMade)
async def await_plan(session: AsyncSession, event: intake.DecisionMade) -> None:
    """Stop waiting for the decision; where an enquiry follows, wait for its plan."""
    await meet_clock(session, event.case_id, TargetCode.DECISION_MADE, event.case_id)
    if event.outcome in LEADS_TO_AN_ENQUIRY:
        lead = await _lead_of(session, event.case_id)
        owed = _owed_by_lead(event, TargetCode.PLAN_AGREED, lead)
        await start_clock(session, owed, since=event.decided_at)


@consumer.on(partners.PartyInvited)
async def await_invited(session: AsyncSession, event: partners.PartyInvited) -> None:
    """Start the clock by which an invited agency answers."""
    owed = Owed(
        case_id=event.case_id,
        synthetic=event.synthetic,
        target=TargetCode.INVITATION_ANSWERED,
        subject_id=event.agency_id,
        by_agency_id=event.agency_id,
        to_agency_id=await _lead_of(session, event.case_id),
    )
    await start_clock(session, owed)


async def hear_invited(
    session: AsyncSession, event: partners.PartyAccepted | partners.PartyDeclined
) -> None:
    """Stop waiting for an agency that has answered its invitation."""
    target = TargetCode.INVITATION_ANSWERED
    await meet_clock(session, event.case_id, target, event.agency_id)


consumer.on(partners.PartyAccepted)(hear_invited)
consumer.on(partners.PartyDeclined)(hear_invited)


for told in STEPS:
    consumer.on(told)(record_engagement)


@consumer.on(partners.ActionAccepted)
async def hear_plan(session: AsyncSession, event: partners.ActionAccepted) -> None:
    """Stop waiting for a plan: the first agreed action is one."""
    await meet_clock(session, event.case_id, TargetCode.PLAN_AGREED, event.case_id)


consumer.on(partners.PartyLeft)(forget_reader)
consumer.on(partners.ExclusionDecided)(forget_reader)


def _owed_by_lead(event: CaseEvent, target: TargetCode, lead: UUID) -> Owed:
    return Owed(event.case_id, event.synthetic, target, event.case_id, lead, lead)


async def _lead_of(session: AsyncSession, case_id: UUID) -> UUID:
    query = select(known_cases.c.lead_agency_id).where(known_cases.c.case_id == case_id)
    lead: UUID | None = await session.scalar(query)
    if lead is None:
        raise NotYetKnown
    return lead
