"""Codes of the Safeguarding Adults Collection, with the exact labels of the official tables.

Labels were read in NHS England's publication code (NHSDigital/ASC-Safeguarding-Adults, 99c7413).
Capitals differ between tables there, so every table keeps a label map of its own.
"""

from enum import StrEnum

from shared.reference.msp import Achieved, Asked


class AbuseType(StrEnum):
    """Type of risk (SG2a): the guidance's ten types and sexual exploitation."""

    PHYSICAL = "physical"
    SEXUAL = "sexual"
    PSYCHOLOGICAL = "psychological"
    FINANCIAL_OR_MATERIAL = "financial_or_material"
    DISCRIMINATORY = "discriminatory"
    ORGANISATIONAL = "organisational"
    NEGLECT = "neglect"
    DOMESTIC_ABUSE = "domestic_abuse"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    MODERN_SLAVERY = "modern_slavery"
    SELF_NEGLECT = "self_neglect"


class Location(StrEnum):
    """Where the risk was (SG2b)."""

    OWN_HOME = "own_home"
    IN_THE_COMMUNITY = "in_the_community"
    COMMUNITY_SERVICE = "community_service"
    CARE_HOME_NURSING = "care_home_nursing"
    CARE_HOME_RESIDENTIAL = "care_home_residential"
    HOSPITAL_ACUTE = "hospital_acute"
    HOSPITAL_MENTAL_HEALTH = "hospital_mental_health"
    HOSPITAL_COMMUNITY = "hospital_community"
    OTHER = "other"


class SourceOfRisk(StrEnum):
    """Who the risk comes from (the source axis). An NHS trust's staff are OTHER_KNOWN."""

    SERVICE_PROVIDER = "service_provider"
    OTHER_KNOWN = "other_known"
    OTHER_UNKNOWN = "other_unknown"


ABUSE_TYPE_LABELS = {
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

LOCATION_LABELS = {
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

SOURCE_LABELS = {
    SourceOfRisk.SERVICE_PROVIDER: "Service Provider",
    SourceOfRisk.OTHER_KNOWN: "Other - Known to individual",
    SourceOfRisk.OTHER_UNKNOWN: "Other - Unknown to individual",
}

ASKED_LABELS = {
    Asked.ASKED_AND_EXPRESSED: "Yes they were asked and outcomes were expressed",
    Asked.ASKED_NONE_EXPRESSED: "Yes they were asked but no outcomes were expressed",
    Asked.NOT_ASKED: "No",
    Asked.DONT_KNOW: "Don't Know",
    Asked.NOT_RECORDED: "Not Recorded",
}

ACHIEVED_LABELS = {
    Achieved.FULLY: "Fully Achieved",
    Achieved.PARTIALLY: "Partially Achieved",
    Achieved.NOT: "Not Achieved",
}
