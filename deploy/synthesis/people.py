"""Whom made-up cases are about: by codes alone, never by a name."""

from datetime import date, datetime
from random import Random
from typing import Final

from deploy.synthesis.area import CHANCES, new_id, one_of
from shared.events.intake import Described
from shared.reference.demographics import (
    Ethnicity,
    Gender,
    HealthCondition,
    PrimarySupportReason,
)

_OLDEST: Final = 104
_APRIL: Final = 4


def describe(chance: Random, at: datetime) -> Described:
    """Return somebody new, with what nobody recorded of them left out."""
    of = CHANCES["person"]
    adult_id = new_id(chance, at)
    gender = Gender.FEMALE if chance.random() < of["female"] else Gender.MALE
    if chance.random() < of["gender_unknown"]:
        gender = Gender.NOT_RECORDED
    ethnicity = Ethnicity(one_of(chance, of["ethnicity"]))
    if chance.random() < of["ethnicity_unknown"]:
        ethnicity = chance.choice((Ethnicity.NOT_ASKED, Ethnicity.NOT_RECORDED, Ethnicity.REFUSED))
    reason = PrimarySupportReason(one_of(chance, of["primary_support_reason"]))
    year = at.year if at.month < _APRIL else at.year + 1
    return Described(
        adult_id=adult_id,
        person_id=adult_id,
        gender=gender,
        ethnicity=ethnicity,
        primary_support_reason=reason,
        health_conditions=_conditions(reason, chance),
        age=None if chance.random() < of["age_unknown"] else _age(chance),
        age_on=date(year, 3, 31),
        age_is_estimated=False,
    )


def _age(chance: Random) -> int:
    bands = CHANCES["person"]["age_band"]
    lowest = int(one_of(chance, bands))
    above = [int(each) for each in bands if int(each) > lowest]
    return chance.randrange(lowest, min(above, default=_OLDEST))


def _conditions(reason: PrimarySupportReason, chance: Random) -> tuple[HealthCondition, ...]:
    if reason is PrimarySupportReason.MEMORY_AND_COGNITION:
        return (HealthCondition.DEMENTIA,)
    if reason is PrimarySupportReason.LEARNING_DISABILITY:
        return (HealthCondition.LEARNING_DISABILITY,)
    return (
        chance.choice(
            (
                HealthCondition.STROKE,
                HealthCondition.OTHER_PHYSICAL,
                HealthCondition.OTHER_MENTAL_HEALTH,
                HealthCondition.NONE,
                HealthCondition.NOT_RECORDED,
            )
        ),
    )
