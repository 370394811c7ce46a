"""Codes of asking and giving: consent, refusals, police requests, what came of a caused enquiry."""

from enum import StrEnum


class Consent(StrEnum):
    """Whether the adult agreed. It is recorded beside the lawful basis, and is never one here."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    NOT_ABLE = "not_able"
    UNKNOWN = "unknown"


class DeclineCode(StrEnum):
    """Why what was asked for is not given.

    `declined_incompatible` is the refusal that section 7(3) of the Care Act 2014 knows:
    incompatible with the agency's own duties, or adverse to its functions.
    """

    INCOMPATIBLE = "declined_incompatible"
    NOT_HELD = "declined_not_held"
    NO_LAWFUL_BASIS = "declined_no_lawful_basis"
    NOT_PROPORTIONATE = "declined_not_proportionate"
    CONFLICT_OF_INTEREST = "declined_conflict_of_interest"
    OTHER = "declined_other"


class AnswerQuality(StrEnum):
    """What the lead agency makes of the report of an enquiry that it caused."""

    ACCEPTED = "accepted"
    MORE_WORK = "more_work"
    REJECTED = "rejected"


class Disclosure(StrEnum):
    """What the agency that was asked decided to disclose to the police; it declines the rest."""

    IN_FULL = "disclosed_in_full"
    IN_PART = "disclosed_in_part"


class Implicated(StrEnum):
    """Whether the agency that is to enquire is itself concerned by the allegation."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AdvocateNeed(StrEnum):
    """Whether the adult has or needs an independent advocate (Care Act 2014, section 68)."""

    ALLOCATED = "allocated"
    REFERRED = "referred"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"


class PoliceRank(StrEnum):
    """Ranks of a police force in England, the lowest first."""

    STAFF = "police_staff"
    CONSTABLE = "constable"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    SUPERINTENDENT = "superintendent"
    CHIEF_SUPERINTENDENT = "chief_superintendent"
    CHIEF_OFFICER = "chief_officer"


RANKS_THAT_AUTHORISE = frozenset(PoliceRank) - {
    PoliceRank.STAFF,
    PoliceRank.CONSTABLE,
    PoliceRank.SERGEANT,
}
"""An inspector or above authorises a request under schedule 2, paragraph 2 (local practice)."""


class CrimePurpose(StrEnum):
    """The purposes of the Data Protection Act 2018, schedule 2, paragraph 2(1)."""

    PREVENTION_OR_DETECTION = "prevention_or_detection_of_crime"
    APPREHENSION_OR_PROSECUTION = "apprehension_or_prosecution_of_offenders"
    TAX = "assessment_or_collection_of_tax"
