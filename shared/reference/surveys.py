"""Codes about surveys of practitioners and of agencies' leads for Making Safeguarding Personal."""

from enum import StrEnum


class SurveyKind(StrEnum):
    """Who is asked. The two are never pooled: in 2015 leads saw more than their staff did."""

    PRACTITIONERS = "practitioners"
    MSP_LEADS = "msp_leads"


class Selection(StrEnum):
    """Who of the frame is asked: everyone, or as many as chance picks."""

    CENSUS = "census"
    RANDOM_SAMPLE = "random_sample"


class ResponseState(StrEnum):
    """What came of asking one person. Who has not answered by the last day has lapsed."""

    INVITED = "invited"
    ANSWERED = "answered"
    ANSWERED_IN_PART = "answered_in_part"
    DECLINED = "declined"
    NO_LONGER_THERE = "no_longer_there"
    LAPSED = "lapsed"


class DeclineReason(StrEnum):
    """Why somebody would rather not answer."""

    NO_TIME = "no_time"
    TOO_LITTLE_EXPERIENCE = "too_little_experience"
    NOT_COMFORTABLE = "not_comfortable"
    OTHER = "other"
    NOT_GIVEN = "not_given"
