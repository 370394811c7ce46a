"""Codes about Safeguarding Adults Reviews (Care Act 2014, section 44), and how SG5 names them."""

from enum import StrEnum


class Ground(StrEnum):
    """Under which subsection somebody is referred: (2) and (3) are the conditions of a duty."""

    DIED = "section_44_2_died"
    """The adult died, and it is known or suspected that it came of abuse or neglect."""
    SERIOUS_HARM = "section_44_3_serious_harm"
    """The adult is alive, and it is known or suspected that they met serious abuse or neglect."""
    DISCRETIONARY = "section_44_4_discretionary"
    """Any other review that a board may arrange."""


class ReviewDecision(StrEnum):
    """What the board decided: that there is a review, and under which subsection, or none."""

    MUST_BECAUSE_DIED = "section_44_2_died"
    MUST_BECAUSE_OF_SERIOUS_HARM = "section_44_3_serious_harm"
    MAY = "section_44_4_discretionary"
    NO_REVIEW = "no_review"


class Duty(StrEnum):
    """Whether the board had to decide for a review, or chose to."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"


DUTIES: dict[ReviewDecision, Duty] = {
    ReviewDecision.MUST_BECAUSE_DIED: Duty.MANDATORY,
    ReviewDecision.MUST_BECAUSE_OF_SERIOUS_HARM: Duty.MANDATORY,
    ReviewDecision.MAY: Duty.DISCRETIONARY,
}
"""By the decision; none where there is no review."""


class ReviewStage(StrEnum):
    """How far a review has come."""

    REFERRED = "referred"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"


class Harm(StrEnum):
    """What became of somebody whom a review is about."""

    DIED = "seriously_harmed_and_died"
    SURVIVED = "seriously_harmed_and_survived"
    NO_SERIOUS_HARM = "no_serious_harm"


class Theme(StrEnum):
    """What a finding is about: the exchange's own words, for findings to be found by."""

    ASSESSING_RISK = "assessing_risk"
    MENTAL_CAPACITY = "mental_capacity"
    THE_ADULTS_WISHES = "the_adults_wishes"
    ADVOCACY = "advocacy"
    CARERS_AND_FAMILY = "carers_and_family"
    SHARING_INFORMATION = "sharing_information"
    WORKING_TOGETHER = "working_together"
    PROFESSIONAL_CURIOSITY = "professional_curiosity"
    ESCALATION = "escalation"
    THE_LAW = "the_law"
    RECORDING = "recording"
    SUPERVISION_AND_TRAINING = "supervision_and_training"
    STAFFING = "staffing"
    COMMISSIONING = "commissioning"
    BOARD = "board"
    OTHER = "other"


class ReviewRow(StrEnum):
    """Reviews, as a row of SG5a: the label of the official table.

    The labels of SG5 were read in NHS England's publication code
    (NHSDigital/ASC-Safeguarding-Adults, 99c7413).
    """

    SOMEONE_DIED = "Where one or more individuals died"
    NOBODY_DIED = "Where no individuals died"


class PersonRow(StrEnum):
    """Individuals in reviews, as a row of SG5b: the label of the official table."""

    DIED = "Who suffered serious harm and died"
    SURVIVED = "Who suffered serious harm and survived"
