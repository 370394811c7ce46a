"""Why personal data may be shared: the bases and conditions of data protection law, as codes.

Consent is none of them here: the adult's agreement is practice and courtesy, recorded where the
adult is asked, and no agency relies on it to share what protects someone.
"""

from enum import StrEnum
from typing import Final


class LawfulBasis(StrEnum):
    """The basis for sharing personal data at all."""

    LEGAL_OBLIGATION = "uk_gdpr_art6_1_c"
    VITAL_INTERESTS = "uk_gdpr_art6_1_d"
    PUBLIC_TASK = "uk_gdpr_art6_1_e"
    RECOGNISED_LEGITIMATE_INTEREST = "uk_gdpr_art6_1_ea"
    LAW_ENFORCEMENT = "dpa_2018_part3"


class SpecialCondition(StrEnum):
    """The condition for sharing what is sensitive: health, ethnicity, what was done to someone."""

    SOCIAL_PROTECTION_LAW = "uk_gdpr_art9_2_b_sch1_para1"
    VITAL_INTERESTS = "uk_gdpr_art9_2_c"
    STATUTORY_PURPOSE = "uk_gdpr_art9_2_g_sch1_para6"
    SAFEGUARDING = "uk_gdpr_art9_2_g_sch1_para18"
    HEALTH_OR_SOCIAL_CARE = "uk_gdpr_art9_2_h_sch1_para2"
    LAW_ENFORCEMENT_SAFEGUARDING = "dpa_2018_sch8_para4"


SOURCES: Final[dict[LawfulBasis | SpecialCondition, str]] = {
    LawfulBasis.LEGAL_OBLIGATION: "UK GDPR, Article 6(1)(c): a legal obligation, as under "
    "section 45 of the Care Act 2014",
    LawfulBasis.VITAL_INTERESTS: "UK GDPR, Article 6(1)(d): someone's life is at stake",
    LawfulBasis.PUBLIC_TASK: "UK GDPR, Article 6(1)(e): a task in the public interest or in the "
    "exercise of official authority, as under section 42 of the Care Act 2014",
    LawfulBasis.RECOGNISED_LEGITIMATE_INTEREST: "UK GDPR, Article 6(1)(ea) and Annex 1 "
    "(Data (Use and Access) Act 2025, in force from 5 February 2026): an organisation that is no "
    "public authority answers one, or safeguards an individual at risk",
    LawfulBasis.LAW_ENFORCEMENT: "Data Protection Act 2018, Part 3: a competent authority "
    "processes for law enforcement",
    SpecialCondition.SOCIAL_PROTECTION_LAW: "UK GDPR, Article 9(2)(b); Data Protection Act 2018, "
    "Schedule 1, paragraph 1",
    SpecialCondition.VITAL_INTERESTS: "UK GDPR, Article 9(2)(c): the person can't consent",
    SpecialCondition.STATUTORY_PURPOSE: "UK GDPR, Article 9(2)(g); Data Protection Act 2018, "
    "Schedule 1, paragraph 6",
    SpecialCondition.SAFEGUARDING: "UK GDPR, Article 9(2)(g); Data Protection Act 2018, "
    "Schedule 1, paragraph 18: safeguarding of individuals at risk",
    SpecialCondition.HEALTH_OR_SOCIAL_CARE: "UK GDPR, Article 9(2)(h); Data Protection Act 2018, "
    "Schedule 1, paragraph 2",
    SpecialCondition.LAW_ENFORCEMENT_SAFEGUARDING: "Data Protection Act 2018, Schedule 8, "
    "paragraph 4: safeguarding, when processing for law enforcement",
}
"""Where each is written."""


def go_together(basis: LawfulBasis, condition: SpecialCondition) -> bool:
    """Tell whether both belong to one regime: the UK GDPR, or Part 3 for law enforcement."""
    return (basis is LawfulBasis.LAW_ENFORCEMENT) is (
        condition is SpecialCondition.LAW_ENFORCEMENT_SAFEGUARDING
    )
