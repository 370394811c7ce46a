"""Codes of the Safeguarding Adults Collection, one for each row of the official tables.

The rows were read in NHS England's publication code (NHSDigital/ASC-Safeguarding-Adults, 99c7413).
"""

from enum import StrEnum


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
