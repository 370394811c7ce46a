"""Codes about people in positions of trust: the exchange's own, after local frameworks.

A Safeguarding Adults Board must have a framework for allegations against people who work with
adults with care and support needs, paid or unpaid (care and support statutory guidance, 14.120 to
14.132); the words of the frameworks differ.
"""

from enum import StrEnum


class Position(StrEnum):
    """How somebody comes to work with adults with care and support needs."""

    EMPLOYEE = "employee"
    AGENCY_WORKER = "agency_worker"
    PERSONAL_ASSISTANT = "personal_assistant"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    PROFESSIONAL = "professional"
    """Of a profession with a regulator of its own."""
    OFFICE_HOLDER = "office_holder"
    OTHER = "other"


class Allegation(StrEnum):
    """Why somebody may not be safe to work with adults with care and support needs."""

    HARMED_AN_ADULT = "harmed_an_adult"
    HARMED_A_CHILD = "harmed_a_child"
    POSSIBLE_OFFENCE = "possible_offence"
    BEHAVIOUR_THAT_SHOWS_RISK = "behaviour_that_shows_risk"


class AtRisk(StrEnum):
    """Whether somebody is thought to be at risk from the person now."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class ThresholdDecision(StrEnum):
    """What the council decided to do with an allegation."""

    MEETS_THRESHOLD = "meets_threshold"
    DOES_NOT_MEET_THRESHOLD = "does_not_meet_threshold"
    FOR_ANOTHER_PROCESS = "for_another_process"
    """Another council's, the local authority designated officer's for children, or conduct."""


class Recipient(StrEnum):
    """Who may be told of an allegation."""

    EMPLOYER = "employer"
    ANOTHER_EMPLOYER = "another_employer"
    POLICE = "police"
    REGULATOR = "regulator"
    DISCLOSURE_AND_BARRING_SERVICE = "disclosure_and_barring_service"
    CARE_QUALITY_COMMISSION = "care_quality_commission"
    DESIGNATED_OFFICER_FOR_CHILDREN = "designated_officer_for_children"


class Finding(StrEnum):
    """How an allegation ended."""

    SUBSTANTIATED = "substantiated"
    UNSUBSTANTIATED = "unsubstantiated"
    UNFOUNDED = "unfounded"
    INCONCLUSIVE = "inconclusive"
    NOT_PURSUED = "not_pursued"


class StepKind(StrEnum):
    """What the council did about an allegation."""

    DECIDED = "decided"
    DISCLOSURE_DECIDED = "disclosure_decided"
    LINKED = "linked"
    CLOSED = "closed"
