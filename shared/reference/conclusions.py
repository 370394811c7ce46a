"""Codes about how an enquiry ends early or is opened again: the exchange's own lists."""

from enum import StrEnum


class EndingAskedBy(StrEnum):
    """Who asked that the enquiry should stop."""

    ADULT = "adult"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"


class CapacityToEnd(StrEnum):
    """Whether the adult has capacity for the decision to stop the enquiry."""

    HAS = "has"
    LACKS = "lacks"
    NOT_ASSESSED = "not_assessed"
    NOT_RECORDED = "not_recorded"


class OthersAtRisk(StrEnum):
    """Whether anybody else is at risk too."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_RECORDED = "not_recorded"


class ReopeningReason(StrEnum):
    """Why a concluded enquiry is opened again."""

    NEW_INFORMATION = "new_information"
    ADULT_ASKED = "adult_asked"
    ERROR = "error"
    FURTHER_CONCERN = "further_concern"
    REVIEW_FOUND_RISK = "review_found_risk"
