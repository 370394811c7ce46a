"""What is recorded where a wish does not decide the matter: the exchange's own codes.

What has to be recorded follows the Caldicott principles, the guidance of the Social Care Institute
for Excellence on sharing without consent, and Making Safeguarding Personal.
"""

from enum import StrEnum


class LegalAdvice(StrEnum):
    """Whether legal advice was sought. What it said is privileged, and is not recorded here."""

    NOT_SOUGHT = "not_sought"
    SOUGHT = "sought"
    NOT_RECORDED = "not_recorded"


class CourtRoute(StrEnum):
    """Whether a court was asked: a fact, and never an outcome of the exchange's own."""

    NONE = "none"
    COURT_OF_PROTECTION = "court_of_protection"
    INHERENT_JURISDICTION = "inherent_jurisdiction"
    OTHER = "other"
    NOT_RECORDED = "not_recorded"


class LimitationFinding(StrEnum):
    """What came of looking at a limitation again."""

    STILL_APPLIES = "still_applies"
    CHANGED = "changed"
    NO_LONGER_APPLIES = "no_longer_applies"


class LimitationGap(StrEnum):
    """What a limitation should say and does not: shown with it, so that nothing is missing unseen.

    `capacity_assessment` is missing where the adult is said to lack capacity, since what follows
    from that is a best-interests decision and no override (Mental Capacity Act 2005, section 4).
    """

    EVIDENCE = "evidence"
    ALTERNATIVES = "alternatives"
    AUTHORITY = "authority"
    DECIDED_AT = "decided_at"
    LEGAL_ADVICE = "legal_advice"
    COURT_ROUTE = "court_route"
    SHARED = "shared"
    LAWFUL_BASIS = "lawful_basis"
    CAPACITY_ASSESSMENT = "capacity_assessment"
