"""What work on a case is made of, and the milestones between which time passes: own lists."""

from enum import StrEnum


class StepKind(StrEnum):
    """What kind of step somebody took."""

    CONVERSATION = "conversation"
    VISIT = "visit"
    MEETING = "meeting"
    RECORD = "record"
    TRAVEL = "travel"
    SUPERVISION = "supervision"
    OTHER = "other"


class Milestone(StrEnum):
    """How far a case has come, in the order in which that is told."""

    CONCERN_RAISED = "concern_raised"
    DECIDED = "decided"
    FIRST_ASKED = "first_asked"
    FIRST_EXPLAINED = "first_explained"
    CONCLUDED = "concluded"
