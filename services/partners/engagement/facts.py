"""Which fact about engagement each event is. Pure."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.contract import CaseEvent
from shared.events.partners import (
    ActionAccepted,
    ActionCancelled,
    ActionCompleted,
    ActionDeclined,
    ActionEvent,
    ActionProposed,
    ContributionGiven,
    EngagementStep,
    EngagementSubject,
    PartyAccepted,
    PartyDeclined,
    PartyEvent,
    PartyInvited,
    PartyLeft,
    RequestAcknowledged,
    RequestAnswered,
    RequestDeclined,
    RequestEvent,
    RequestMade,
    RequestWithdrawn,
    TargetMissed,
)
from shared.reference.targets import TargetCode

STEPS: dict[type[CaseEvent], EngagementStep] = {
    PartyInvited: EngagementStep.ASKED,
    PartyAccepted: EngagementStep.ACKNOWLEDGED,
    PartyDeclined: EngagementStep.DECLINED,
    PartyLeft: EngagementStep.ENDED,
    RequestMade: EngagementStep.ASKED,
    RequestAcknowledged: EngagementStep.ACKNOWLEDGED,
    RequestAnswered: EngagementStep.CONTRIBUTED,
    RequestDeclined: EngagementStep.DECLINED,
    RequestWithdrawn: EngagementStep.ENDED,
    ActionProposed: EngagementStep.ASKED,
    ActionAccepted: EngagementStep.ACKNOWLEDGED,
    ActionDeclined: EngagementStep.DECLINED,
    ActionCompleted: EngagementStep.CONTRIBUTED,
    ActionCancelled: EngagementStep.ENDED,
    ContributionGiven: EngagementStep.CONTRIBUTED,
    TargetMissed: EngagementStep.OVERDUE,
}

_OF_THE_LEADS_DUTY = {TargetCode.DECISION_MADE, TargetCode.PLAN_AGREED}


@dataclass(frozen=True, slots=True)
class Fact:
    """What an event says of how an agency takes part."""

    agency_id: UUID
    subject: EngagementSubject
    subject_id: UUID
    step: EngagementStep


def fact_of(event: CaseEvent) -> Fact | None:
    """Return the fact that an event is; None for a target of the lead's own duty."""
    step = STEPS[type(event)]
    match event:
        case PartyEvent():
            agency_id = event.agency_id
            return Fact(agency_id, EngagementSubject.INVITATION, agency_id, step)
        case RequestEvent():
            asked = event.asked_of_agency_id
            return Fact(asked, EngagementSubject.REQUEST, event.request_id, step)
        case ActionEvent():
            owner = event.owner_agency_id
            return Fact(owner, EngagementSubject.ACTION, event.action_id, step)
        case ContributionGiven():
            owner = event.owner_agency_id
            return Fact(owner, EngagementSubject.CONTRIBUTION, event.contribution_id, step)
        case TargetMissed() if event.target not in _OF_THE_LEADS_DUTY:
            return Fact(event.owed_by_agency_id, _subject(event.target), event.subject_id, step)
    return None


def _subject(target: TargetCode) -> EngagementSubject:
    if target is TargetCode.INVITATION_ANSWERED:
        return EngagementSubject.INVITATION
    is_action = target is TargetCode.ACTION_DONE
    return EngagementSubject.ACTION if is_action else EngagementSubject.REQUEST
