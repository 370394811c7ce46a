"""Kinds of agency on the exchange, and the identifiers they are known by elsewhere."""

from enum import StrEnum


class AgencyKind(StrEnum):
    """What an agency is, in the field's own words."""

    COUNCIL = "council"
    NHS_TRUST = "nhs_trust"
    ICB = "icb"
    POLICE = "police"
    CARE_PROVIDER = "care_provider"
    HOUSING = "housing"
    ADVOCACY = "advocacy"
    FIRE = "fire"
    PROBATION = "probation"
    SAFEGUARDING_ADULTS_BOARD = "safeguarding_adults_board"
    OTHER = "other"


class IdentifierScheme(StrEnum):
    """Registers that give organisations a code."""

    ODS = "ods"
    CQC_PROVIDER = "cqc_provider"
    CQC_LOCATION = "cqc_location"
    GSS = "gss"
    POLICE_FORCE = "police_force"
