"""Who speaks with or for the adult: representatives and independent advocates.

The duty is that of the Care Act 2014, sections 67 and 68; the kinds of authority are those of the
Mental Capacity Act 2005. The lists are the exchange's own.
"""

from enum import StrEnum


class Difficulty(StrEnum):
    """Whether the adult would have substantial difficulty in one of the four areas."""

    YES = "yes"
    NO = "no"
    NOT_ASSESSED = "not_assessed"


class AppropriatePerson(StrEnum):
    """Whether somebody suitable, who is not paid to care for the adult, can support them."""

    FOUND = "found"
    NONE_FOUND = "none_found"
    NOT_LOOKED_FOR = "not_looked_for"


class SourceCheck(StrEnum):
    """Whether somebody is said to be a source of risk. A person looks: names stay with intake."""

    NOT_A_SOURCE = "not_a_source"
    IS_A_SOURCE = "is_a_source"
    NOT_CHECKED = "not_checked"


class AdvocacyDuty(StrEnum):
    """Whether an independent advocate has to be arranged."""

    ARISES = "arises"
    MET_BY_APPROPRIATE_PERSON = "met_by_appropriate_person"
    DOES_NOT_ARISE = "does_not_arise"
    NOT_YET_KNOWN = "not_yet_known"


class AdvocateKind(StrEnum):
    """Which advocate was asked for: the duties differ."""

    CARE_ACT = "care_act"
    MENTAL_CAPACITY = "mental_capacity"
    MENTAL_HEALTH = "mental_health"
    OTHER = "other"


class AdvocacyEnd(StrEnum):
    """Why an advocate's part ended, or never began."""

    ENQUIRY_ENDED = "enquiry_ended"
    ADULT_DECLINED = "adult_declined"
    NO_LONGER_NEEDED = "no_longer_needed"
    NOT_AVAILABLE = "not_available"
    OTHER = "other"


class RepresentativeKind(StrEnum):
    """By what right somebody speaks for or with the adult."""

    FAMILY_OR_FRIEND = "family_or_friend"
    ATTORNEY_HEALTH_AND_WELFARE = "attorney_health_and_welfare"
    ATTORNEY_PROPERTY_AND_AFFAIRS = "attorney_property_and_affairs"
    ENDURING_ATTORNEY = "enduring_attorney"
    DEPUTY_WELFARE = "deputy_welfare"
    DEPUTY_PROPERTY = "deputy_property"
    APPOINTEE = "appointee"
    RELEVANT_PERSONS_REPRESENTATIVE = "relevant_persons_representative"
    OTHER = "other"


class DocumentSeen(StrEnum):
    """Whether the document that gives the right was seen."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    NOT_APPLICABLE = "not_applicable"


class Registered(StrEnum):
    """Whether it is registered with the Office of the Public Guardian."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


class AdultAgrees(StrEnum):
    """Whether the adult wants this person to speak for or with them."""

    YES = "yes"
    NO = "no"
    LACKS_CAPACITY_FOR_THAT = "lacks_capacity_for_that"
    NOT_ASKED = "not_asked"


class RepresentativeEnd(StrEnum):
    """Why somebody no longer speaks for the adult."""

    SAID_TO_BE_A_SOURCE = "said_to_be_a_source"
    ADULTS_WISH = "adults_wish"
    STEPPED_BACK = "stepped_back"
    AUTHORITY_ENDED = "authority_ended"
    RECORDED_IN_ERROR = "recorded_in_error"
    OTHER = "other"
