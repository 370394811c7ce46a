"""How an agency went about Making Safeguarding Personal: the codes of what it says of itself.

The implementation approaches are those told apart in the evaluation of the programme in England:
councils and their partners did it in different ways, and size and specialist teams mattered.
"""

from enum import StrEnum


class ImplementationApproach(StrEnum):
    """A way of putting it into practice; an agency may take several."""

    PARTNERSHIP_AND_PROJECT_WORK = "partnership_and_project_work"
    CHANGED_SYSTEMS = "changed_systems"
    STAFF_DEVELOPMENT_AND_AWARENESS = "staff_development_and_awareness"
    DEVELOPING_PRACTICE = "developing_practice"
    FEEDBACK_AND_EVALUATION = "feedback_and_evaluation"


class Missing(StrEnum):
    """Why a figure is not there. Neither means none: where there are none, the figure is 0."""

    NOT_RECORDED = "not_recorded"
    NOT_SUPPLIED = "not_supplied"


class HasSpecialistTeam(StrEnum):
    """Whether the agency has a team whose work is safeguarding."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"
    NOT_SUPPLIED = "not_supplied"


class HasNamedLead(StrEnum):
    """Whether someone in the agency is named to lead on this."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"
    NOT_SUPPLIED = "not_supplied"


class LeadRole(StrEnum):
    """What the named lead is in the agency."""

    BOARD_OR_CHIEF_OFFICER = "board_or_chief_officer"
    HEAD_OF_SAFEGUARDING = "head_of_safeguarding"
    PRINCIPAL_SOCIAL_WORKER = "principal_social_worker"
    NAMED_PROFESSIONAL = "named_professional"
    PUBLIC_PROTECTION_OFFICER = "public_protection_officer"
    REGISTERED_MANAGER = "registered_manager"
    OTHER = "other"
