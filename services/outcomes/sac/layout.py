"""The tables of the return: their rows and columns, by the official labels where they are known.

Labels were read in NHS England's publication code (NHSDigital/ASC-Safeguarding-Adults, 99c7413).
It shows no table SG2d. Rows that it does not show are in `OWN_WORDING`: check them against the
year's template before they are submitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from shared.reference.care_act import EnquiryKind
from shared.reference.demographics import (
    ETHNICITY_LABELS,
    GENDER_LABELS,
    HEALTH_CONDITION_LABELS,
    SUPPORT_REASON_LABELS,
    Ethnicity,
    Gender,
    HealthCondition,
    PrimarySupportReason,
)
from shared.reference.reviews import PersonRow, ReviewRow
from shared.reference.sac_concluded import (
    SG2A_LABELS,
    SG2B_LABELS,
    SG2C_LABELS,
    SG2E_LABELS,
    SG3A_LABELS,
    SOURCE_LABELS,
)


def codes(labels: Mapping[Any, str]) -> dict[str, str]:
    """Return labels by their codes as text."""
    return {str(code): label for code, label in labels.items()}


class EnquiryType(StrEnum):
    """What a figure counts."""

    CONCERNS = "Safeguarding Concerns"
    SECTION_42 = "Section 42 Enquiries"
    OTHER = "Other Enquiries"
    CONCLUDED_SECTION_42 = "Concluded Section 42 Enquiries"
    CONCLUDED_OTHER = "Concluded Other Enquiries"
    REVIEWS = "Count of Safeguarding Adult Reviews"
    PEOPLE_IN_REVIEWS = "Count of Individuals Involved in Safeguarding Adult Reviews"


BEGUN: Final = {
    "concern": EnquiryType.CONCERNS,
    EnquiryKind.SECTION_42: EnquiryType.SECTION_42,
    EnquiryKind.OTHER: EnquiryType.OTHER,
}
CONCLUDED: Final = {
    EnquiryKind.SECTION_42: EnquiryType.CONCLUDED_SECTION_42,
    EnquiryKind.OTHER: EnquiryType.CONCLUDED_OTHER,
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the return; a column of "" is the only one. `unit` is what it counts."""

    reference: str
    unit: str
    types: tuple[EnquiryType, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...] = ("",)


SUPPORTED: Final = (
    "Of the enquiries recorded as Yes, in how many of these cases was support provided by an "
    "advocate, family or friend"
)
EXPRESSED: Final = "Yes they were asked and outcomes were expressed"
SG4A_LABELS: Final[Mapping[str, str]] = {
    "asked_and_expressed": EXPRESSED,
    "asked_none_expressed": "Yes they were asked but no outcomes were expressed",
    "not_asked": "No",
    "dont_know": "Don't Know",
    "not_recorded": "Not Recorded",
}
ACHIEVED_LABELS: Final[Mapping[str, str]] = {
    "fully": "Fully Achieved",
    "partially": "Partially Achieved",
    "not": "Not Achieved",
}
SG1F_LABELS: Final[Mapping[EnquiryType, str]] = {
    EnquiryType.CONCERNS: "Total Number of Safeguarding Concerns",
    EnquiryType.SECTION_42: "Total Number of Section 42 Safeguarding Enquiries",
    EnquiryType.OTHER: "Total Number of Other Safeguarding Enquiries",
}

AGE_BANDS: Final = ("18-64", "65-74", "75-84", "85-94", "95+")
NOT_KNOWN: Final = "Not Known"
OTHER_GENDER: Final = "Other"

GENDERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(Gender, NOT_KNOWN),
    **codes(GENDER_LABELS),
    Gender.OTHER: OTHER_GENDER,
}
ETHNICITIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(Ethnicity, ETHNICITY_LABELS[Ethnicity.NOT_KNOWN]),
    **codes(ETHNICITY_LABELS),
}
SUPPORT_REASONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(PrimarySupportReason, NOT_KNOWN),
    **codes(SUPPORT_REASON_LABELS),
}
_UNKNOWN_CONDITIONS: Final = {
    HealthCondition.NOT_KNOWN,
    HealthCondition.NOT_ASKED,
    HealthCondition.NOT_RECORDED,
}
CONDITIONS: Final[Mapping[str, str]] = {
    condition: NOT_KNOWN
    if condition in _UNKNOWN_CONDITIONS
    else HEALTH_CONDITION_LABELS.get(condition, condition.replace("_", " ").capitalize())
    for condition in HealthCondition
}

OWN_WORDING: Final = frozenset(
    {("SG1b", OTHER_GENDER), ("SG1a", NOT_KNOWN)}
    | {
        ("SG1e", CONDITIONS[condition])
        for condition in HealthCondition
        if condition not in HEALTH_CONDITION_LABELS
    }
)
"""Rows (table, label) that the code read does not show."""


def _once(labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return each label once, what is not known last."""
    distinct = dict.fromkeys(labels.values())
    return (*(each for each in distinct if each != NOT_KNOWN), *({NOT_KNOWN} & distinct.keys()))


_BEGUN: Final = tuple(BEGUN.values())
_CONCLUDED: Final = tuple(CONCLUDED.values())
_SOURCES: Final = tuple(SOURCE_LABELS.values())

TABLES: Final = (
    Table("SG1a", "individuals", _BEGUN, (*AGE_BANDS, NOT_KNOWN)),
    Table("SG1b", "individuals", _BEGUN, ("Male", "Female", OTHER_GENDER, NOT_KNOWN)),
    Table("SG1c", "individuals", _BEGUN, tuple(ETHNICITY_LABELS.values())),
    Table("SG1d", "individuals, once for each reason", _BEGUN, _once(SUPPORT_REASONS)),
    Table("SG1e", "individuals, once for each condition", _BEGUN, _once(CONDITIONS)),
    *(Table("SG1f", "cases", (each,), (label,)) for each, label in SG1F_LABELS.items()),
    Table("SG2a", "concluded enquiries", _CONCLUDED, tuple(SG2A_LABELS.values()), _SOURCES),
    Table(
        "SG2a_b1",
        "concluded enquiries",
        _CONCLUDED,
        tuple(SG2A_LABELS.values()),
        tuple(SG2B_LABELS.values()),
    ),
    Table("SG2b", "concluded enquiries", _CONCLUDED, tuple(SG2B_LABELS.values()), _SOURCES),
    Table("SG2c", "concluded enquiries", _CONCLUDED, tuple(SG2C_LABELS.values()), _SOURCES),
    Table(
        "SG2e",
        "concluded enquiries where risk was identified",
        _CONCLUDED,
        tuple(SG2E_LABELS.values()),
        _SOURCES,
    ),
    Table("SG3a", "concluded enquiries", _CONCLUDED, (*SG3A_LABELS.values(), SUPPORTED)),
    Table(
        "SG4a",
        "concluded enquiries",
        _CONCLUDED,
        (*SG4A_LABELS.values(), *ACHIEVED_LABELS.values()),
    ),
    Table("SG5a", "reviews", (EnquiryType.REVIEWS,), tuple(ReviewRow)),
    Table("SG5b", "individuals in reviews", (EnquiryType.PEOPLE_IN_REVIEWS,), tuple(PersonRow)),
)
