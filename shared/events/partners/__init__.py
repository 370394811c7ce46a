"""What partners tells the others, by theme."""

from shared.events.partners.actions import (
    ActionAccepted,
    ActionCancelled,
    ActionCompleted,
    ActionDeclined,
    ActionEvent,
    ActionProposed,
)
from shared.events.partners.agencies import (
    AgencyIdentifier,
    AgencyIdentifierConfirmed,
    AgencyLeft,
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    AgencyWentLive,
    AuditSealed,
    SigningKeyPublished,
    SigningKeyRetired,
    TestEventSent,
)
from shared.events.partners.agreements import (
    AgreementEnded,
    AgreementEnding,
    AgreementEvent,
    AgreementMade,
)
from shared.events.partners.alarms import (
    AgencyCaughtUp,
    AgencyFellBehind,
    DeliveryStalled,
    UndeliveredReported,
)
from shared.events.partners.approaches import ApproachDeclared
from shared.events.partners.contributions import (
    ContributionEvent,
    ContributionGiven,
    ContributionOffered,
    ContributionRefused,
    ContributionRevised,
    ContributionTransferred,
    ContributionWithdrawn,
)
from shared.events.partners.emergencies import (
    EmergencyAccessOpened,
    EmergencyAccessReviewed,
    ReviewFinding,
)
from shared.events.partners.engagement import EngagementRecorded, EngagementStep, EngagementSubject
from shared.events.partners.exclusions import (
    DeciderNamed,
    ExclusionDecided,
    ExclusionLifted,
)
from shared.events.partners.parties import (
    PartyAccepted,
    PartyDeclined,
    PartyEvent,
    PartyInvited,
    PartyLeft,
)
from shared.events.partners.requests import (
    AnswerJudged,
    RequestAcknowledged,
    RequestAnswered,
    RequestDeclined,
    RequestEvent,
    RequestKind,
    RequestMade,
    RequestWithdrawn,
)
from shared.events.partners.subscriptions import Channel, SubscriptionSuspended
from shared.events.partners.targets import (
    AgreedWithAdult,
    TargetEvent,
    TargetExtended,
    TargetMissed,
)

__all__ = [
    "ActionAccepted",
    "ActionCancelled",
    "ActionCompleted",
    "ActionDeclined",
    "ActionEvent",
    "ActionProposed",
    "AgencyCaughtUp",
    "AgencyFellBehind",
    "AgencyIdentifier",
    "AgencyIdentifierConfirmed",
    "AgencyLeft",
    "AgencyRegistered",
    "AgencyResumed",
    "AgencySuspended",
    "AgencyWentLive",
    "AgreedWithAdult",
    "AgreementEnded",
    "AgreementEnding",
    "AgreementEvent",
    "AgreementMade",
    "AnswerJudged",
    "ApproachDeclared",
    "AuditSealed",
    "Channel",
    "ContributionEvent",
    "ContributionGiven",
    "ContributionOffered",
    "ContributionRefused",
    "ContributionRevised",
    "ContributionTransferred",
    "ContributionWithdrawn",
    "DeciderNamed",
    "DeliveryStalled",
    "EmergencyAccessOpened",
    "EmergencyAccessReviewed",
    "EngagementRecorded",
    "EngagementStep",
    "EngagementSubject",
    "ExclusionDecided",
    "ExclusionLifted",
    "PartyAccepted",
    "PartyDeclined",
    "PartyEvent",
    "PartyInvited",
    "PartyLeft",
    "RequestAcknowledged",
    "RequestAnswered",
    "RequestDeclined",
    "RequestEvent",
    "RequestKind",
    "RequestMade",
    "RequestWithdrawn",
    "ReviewFinding",
    "SigningKeyPublished",
    "SigningKeyRetired",
    "SubscriptionSuspended",
    "TargetEvent",
    "TargetExtended",
    "TargetMissed",
    "TestEventSent",
    "UndeliveredReported",
]
