"""Making Safeguarding Personal: what was asked, by whom it was judged, why a wish had limits."""

from enum import StrEnum


class Asked(StrEnum):
    """Whether the adult was asked what they want: the five answers of SAC table SG4a."""

    ASKED_AND_EXPRESSED = "asked_and_expressed"
    ASKED_NONE_EXPRESSED = "asked_none_expressed"
    NOT_ASKED = "not_asked"
    DONT_KNOW = "dont_know"
    NOT_RECORDED = "not_recorded"


class AskedOf(StrEnum):
    """Who was asked."""

    ADULT = "adult"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"


class NotAskedReason(StrEnum):
    """Why the adult was not asked on an occasion. Local practice codes, not a national list."""

    UNSAFE_TO_ASK = "unsafe_to_ask"
    TOO_UNWELL = "too_unwell"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    DECLINED_CONTACT = "declined_contact"
    COMMUNICATION_SUPPORT_NOT_READY = "communication_support_not_ready"
    REPRESENTATIVE_NOT_FOUND = "representative_not_found"
    URGENT_ACTION_FIRST = "urgent_action_first"
    DIED = "died"
    OTHER = "other"


class OutcomeCategory(StrEnum):
    """What kind of outcome a wish is: Surrey SAB's published list, with Shropshire's additions."""

    FEEL_SAFER = "feel_safer"
    NO_FURTHER_CONTACT = "no_further_contact"
    CHANGE_TO_CARE_PLAN = "change_to_care_plan"
    BE_TOLD_FINDINGS = "be_told_findings"
    KNOW_WHERE_TO_GET_HELP = "know_where_to_get_help"
    APOLOGY = "apology"
    ACCESS_TO_CRIMINAL_JUSTICE = "access_to_criminal_justice"
    ASSURANCE_IT_WILL_NOT_HAPPEN_AGAIN = "assurance_it_will_not_happen_again"
    OPG_TO_INVESTIGATE = "opg_to_investigate"
    REFERRAL_TO_PROFESSIONAL_REGULATOR = "referral_to_professional_regulator"
    MONEY_OR_BELONGINGS_BACK = "money_or_belongings_back"
    LEARN_SKILLS = "learn_skills"
    HELP_TO_RECOVER = "help_to_recover"
    MAINTAIN_A_RELATIONSHIP = "maintain_a_relationship"
    OTHER = "other"


class LimitationReason(StrEnum):
    """Why a wish may not decide the matter (England Golf, HCPC, BMA, Devon, SCIE sources)."""

    OTHERS_AT_RISK = "others_at_risk"
    POSITION_OF_TRUST = "position_of_trust"
    CRIME = "crime"
    VITAL_INTERESTS = "vital_interests"
    LACKS_CAPACITY = "lacks_capacity"
    COERCION = "coercion"
    LEGAL_DUTY = "legal_duty"
    HIGH_RISK_DOMESTIC_ABUSE = "high_risk_domestic_abuse"
    SOURCE_OF_RISK_HAS_NEEDS = "source_of_risk_has_needs"


class Achieved(StrEnum):
    """Whether what the adult wanted came about: the three answers of SAC table SG4a, part 2."""

    FULLY = "fully"
    PARTIALLY = "partially"
    NOT = "not"


class JudgedBy(StrEnum):
    """Whose verdict it is. Verdicts of different judges are never pooled."""

    ADULT = "adult"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"
    WORKER = "worker"
