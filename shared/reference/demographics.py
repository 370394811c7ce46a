"""Who the adult is in the codes of the Safeguarding Adults Collection, tables SG1a to SG1e.

`not_known` (asked, and not known), `refused`, `not_asked` and `not_recorded` stay apart here; the
return has fewer rows than that. Labels are given where NHS England's publication code has them
(NHSDigital/ASC-Safeguarding-Adults, 99c7413). Of table SG1e it shows two, the second shortened;
the other conditions are the exchange's own wording of the groups in the collection's guidance.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Gender(StrEnum):
    """As the adult says (SG1b)."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    REFUSED = "refused"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"


class Ethnicity(StrEnum):
    """As the adult says (SG1c)."""

    WHITE = "white"
    MIXED_OR_MULTIPLE = "mixed_or_multiple"
    ASIAN = "asian"
    BLACK = "black"
    OTHER = "other"
    REFUSED = "refused"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"


class PrimarySupportReason(StrEnum):
    """Why the adult mainly needs care and support (SG1d)."""

    PHYSICAL = "physical"
    SENSORY = "sensory"
    MEMORY_AND_COGNITION = "memory_and_cognition"
    LEARNING_DISABILITY = "learning_disability"
    MENTAL_HEALTH = "mental_health"
    SOCIAL = "social"
    NO_SUPPORT_REASON = "no_support_reason"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"


class HealthCondition(StrEnum):
    """A condition that is known of (SG1e); an adult may have several."""

    CHRONIC_OBSTRUCTIVE_PULMONARY_DISEASE = "chronic_obstructive_pulmonary_disease"
    CANCER = "cancer"
    ACQUIRED_PHYSICAL_INJURY = "acquired_physical_injury"
    HIV_OR_AIDS = "hiv_or_aids"
    OTHER_PHYSICAL = "other_physical"
    STROKE = "stroke"
    PARKINSONS = "parkinsons"
    MOTOR_NEURONE_DISEASE = "motor_neurone_disease"
    ACQUIRED_BRAIN_INJURY = "acquired_brain_injury"
    OTHER_NEUROLOGICAL = "other_neurological"
    VISUAL_IMPAIRMENT = "visual_impairment"
    HEARING_IMPAIRMENT = "hearing_impairment"
    OTHER_SENSORY = "other_sensory"
    LEARNING_DISABILITY = "learning_disability"
    AUTISM = "autism"
    ASPERGERS = "aspergers"
    OTHER_DEVELOPMENTAL = "other_developmental"
    DEMENTIA = "dementia"
    OTHER_MENTAL_HEALTH = "other_mental_health"
    NONE = "none"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"
    NOT_RECORDED = "not_recorded"


ALONE: Final = frozenset(
    {
        HealthCondition.NONE,
        HealthCondition.NOT_KNOWN,
        HealthCondition.NOT_ASKED,
        HealthCondition.NOT_RECORDED,
    }
)
"""What is said instead of any condition, never beside one."""

GENDER_LABELS: Final[Mapping[Gender, str]] = {
    Gender.MALE: "Male",
    Gender.FEMALE: "Female",
    Gender.NOT_KNOWN: "Not Known",
}

ETHNICITY_LABELS: Final[Mapping[Ethnicity, str]] = {
    Ethnicity.WHITE: "White",
    Ethnicity.MIXED_OR_MULTIPLE: "Mixed / Multiple",
    Ethnicity.ASIAN: "Asian / Asian British",
    Ethnicity.BLACK: "Black / African / Caribbean / Black British",
    Ethnicity.OTHER: "Other Ethnic Group",
    Ethnicity.REFUSED: "Refused",
    Ethnicity.NOT_KNOWN: "Undeclared / Not Known",
}

SUPPORT_REASON_LABELS: Final[Mapping[PrimarySupportReason, str]] = {
    PrimarySupportReason.PHYSICAL: "Physical Support",
    PrimarySupportReason.SENSORY: "Sensory Support",
    PrimarySupportReason.MEMORY_AND_COGNITION: "Support with Memory and Cognition",
    PrimarySupportReason.LEARNING_DISABILITY: "Learning Disability Support",
    PrimarySupportReason.MENTAL_HEALTH: "Mental Health Support",
    PrimarySupportReason.SOCIAL: "Social Support",
    PrimarySupportReason.NO_SUPPORT_REASON: "No Support Reason",
    PrimarySupportReason.NOT_KNOWN: "Not Known",
}

HEALTH_CONDITION_LABELS: Final[Mapping[HealthCondition, str]] = {
    HealthCondition.AUTISM: (
        "Learning, Developmental or Intellectual Disability "
        "(Autism excluding Asperger's Syndrome/ High Functioning Autism)"
    ),
    HealthCondition.ASPERGERS: (
        "Learning, Developmental or Intellectual Disability "
        "(Asperger's Syndrome/ High Functioning Autism)"
    ),
}
