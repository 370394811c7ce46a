"""Codes of a concluded enquiry in the Safeguarding Adults Collection, with the official labels.

The labels are the rows of tables SG2a to SG3a as NHS England's publication code names them
(NHSDigital/ASC-Safeguarding-Adults, 99c7413). `not_recorded` is the exchange's own wherever no
table has a row for it: what is not recorded is in no row.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.reference.sac import AbuseType, Location, SourceOfRisk


class RiskAssessment(StrEnum):
    """What the enquiry found (SG2c)."""

    IDENTIFIED = "identified"
    INCONCLUSIVE = "inconclusive"
    NOT_IDENTIFIED = "not_identified"
    CEASED_AT_INDIVIDUALS_REQUEST = "ceased_at_individuals_request"
    NOT_RECORDED = "not_recorded"


class ActionTaken(StrEnum):
    """Whether action was taken (SG2c)."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    NOT_RECORDED = "not_recorded"


class RiskOutcome(StrEnum):
    """What became of a risk that was identified (SG2e)."""

    REMAINED = "remained"
    REDUCED = "reduced"
    REMOVED = "removed"
    NOT_RECORDED = "not_recorded"


class LackedCapacity(StrEnum):
    """Whether the adult lacked capacity to decide about the enquiry (SG3a)."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont_know"
    NOT_RECORDED = "not_recorded"


class SupportProvided(StrEnum):
    """Whether an advocate, family or friend supported an adult who lacked capacity (SG3a)."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"


class ConclusionGap(StrEnum):
    """What of a concluded enquiry nobody has recorded. The exchange's own list."""

    TYPES_OF_RISK = "types_of_risk"
    SOURCES_OF_RISK = "sources_of_risk"
    LOCATIONS = "locations"
    RISK_ASSESSMENT = "risk_assessment"
    ACTION = "action"
    RISK_OUTCOME = "risk_outcome"
    CAPACITY = "capacity"
    CAPACITY_DIFFERS = "capacity_differs"
    SUPPORT = "support"
    WHETHER_ASKED = "whether_asked"
    WHETHER_ACHIEVED = "whether_achieved"


SG2A_LABELS: Final[Mapping[AbuseType, str]] = {
    AbuseType.PHYSICAL: "Physical Abuse",
    AbuseType.SEXUAL: "Sexual Abuse",
    AbuseType.PSYCHOLOGICAL: "Psychological Abuse",
    AbuseType.FINANCIAL_OR_MATERIAL: "Financial or Material Abuse",
    AbuseType.DISCRIMINATORY: "Discriminatory Abuse",
    AbuseType.ORGANISATIONAL: "Organisational Abuse",
    AbuseType.NEGLECT: "Neglect and Acts of Omission",
    AbuseType.DOMESTIC_ABUSE: "Domestic Abuse",
    AbuseType.SEXUAL_EXPLOITATION: "Sexual Exploitation",
    AbuseType.MODERN_SLAVERY: "Modern Slavery",
    AbuseType.SELF_NEGLECT: "Self-Neglect",
}

SG2B_LABELS: Final[Mapping[Location, str]] = {
    Location.OWN_HOME: "Own Home",
    Location.IN_THE_COMMUNITY: "In the Community",
    Location.COMMUNITY_SERVICE: "Community Service",
    Location.CARE_HOME_NURSING: "Care Home - Nursing",
    Location.CARE_HOME_RESIDENTIAL: "Care Home - Residential",
    Location.HOSPITAL_ACUTE: "Hospital - Acute",
    Location.HOSPITAL_MENTAL_HEALTH: "Hospital - Mental Health",
    Location.HOSPITAL_COMMUNITY: "Hospital - Community",
    Location.OTHER: "Other",
}

SOURCE_LABELS: Final[Mapping[SourceOfRisk, str]] = {
    SourceOfRisk.SERVICE_PROVIDER: "Service Provider",
    SourceOfRisk.OTHER_KNOWN: "Other - Known to individual",
    SourceOfRisk.OTHER_UNKNOWN: "Other - Unknown to individual",
}

SG2C_LABELS: Final[Mapping[tuple[RiskAssessment, ActionTaken], str]] = {
    (RiskAssessment.IDENTIFIED, ActionTaken.TAKEN): "Risk identified and action taken",
    (RiskAssessment.IDENTIFIED, ActionTaken.NOT_TAKEN): "Risk identified and no action taken",
    (
        RiskAssessment.INCONCLUSIVE,
        ActionTaken.TAKEN,
    ): "Risk Assessment inconclusive and action taken",
    (
        RiskAssessment.INCONCLUSIVE,
        ActionTaken.NOT_TAKEN,
    ): "Risk Assessment inconclusive and no action taken",
    (RiskAssessment.NOT_IDENTIFIED, ActionTaken.TAKEN): "No risk identified and action taken",
    (
        RiskAssessment.NOT_IDENTIFIED,
        ActionTaken.NOT_TAKEN,
    ): "No risk identified and no action taken",
    (
        RiskAssessment.CEASED_AT_INDIVIDUALS_REQUEST,
        ActionTaken.NOT_TAKEN,
    ): "Enquiry ceased at individual's request and no action taken",
}
"""The seven rows; any other pair is in none."""

SG2E_LABELS: Final[Mapping[RiskOutcome, str]] = {
    RiskOutcome.REMAINED: "Risk remained",
    RiskOutcome.REDUCED: "Risk reduced",
    RiskOutcome.REMOVED: "Risk removed",
}

SG3A_LABELS: Final[Mapping[LackedCapacity, str]] = {
    LackedCapacity.YES: "Yes, they lacked capacity",
    LackedCapacity.NO: "No, they did not lack capacity",
    LackedCapacity.DONT_KNOW: "Don't know",
    LackedCapacity.NOT_RECORDED: "Not recorded",
}
