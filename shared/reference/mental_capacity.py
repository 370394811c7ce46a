"""Mental capacity: the codes of an assessment.

The tests are those of the Mental Capacity Act 2005, sections 2 and 3.
"""

from enum import StrEnum


class DecisionKind(StrEnum):
    """Which decision capacity was assessed for. The SAC counts the safeguarding enquiry's alone."""

    SAFEGUARDING_ENQUIRY = "safeguarding_enquiry"
    OTHER = "other"


class Ability(StrEnum):
    """Whether the adult could do one of the four things that a decision takes (section 3)."""

    ABLE = "able"
    UNABLE = "unable"
    NOT_ASSESSED = "not_assessed"


class CapacityConclusion(StrEnum):
    """What an assessment came to, on the balance of probabilities (section 2(4))."""

    HAS_CAPACITY = "has_capacity"
    LACKS_CAPACITY = "lacks_capacity"
    FLUCTUATES = "fluctuates"
    UNABLE_TO_ASSESS = "unable_to_assess"
    REFUSED = "refused"


class Instructed(StrEnum):
    """Whether an Independent Mental Capacity Advocate was instructed (sections 35 to 41)."""

    INSTRUCTED = "instructed"
    NOT_REQUIRED = "not_required"
    NOT_RECORDED = "not_recorded"


class DisagreementRoute(StrEnum):
    """Where a disagreement about best interests goes."""

    NONE = "none"
    SECOND_OPINION = "second_opinion"
    MEDIATION = "mediation"
    COURT_OF_PROTECTION = "court_of_protection"
    OTHER = "other"
