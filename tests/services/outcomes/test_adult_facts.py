"""Whom a case is about, as it is counted: by codes, an age, and the person that was found."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.outcomes.statistics.models import AdultFact
from shared.events.intake import AdultRedescribed, AdultSeparated, AdultsMerged, Described
from shared.reference.demographics import (
    Ethnicity,
    Gender,
    HealthCondition,
    PrimarySupportReason,
)
from tests.services.outcomes.cases import RAISED_AT, Case, hear, raise_concern
from tests.support.desk import Desk

ADULT, PERSON = UUID(int=1), UUID(int=2)


def redescribed(case: Case, **changes: Any) -> AdultRedescribed:
    told = Described(
        adult_id=ADULT,
        person_id=ADULT,
        gender=Gender.FEMALE,
        ethnicity=Ethnicity.NOT_ASKED,
        primary_support_reason=PrimarySupportReason.PHYSICAL,
        health_conditions=(HealthCondition.STROKE, HealthCondition.CANCER),
        age=88,
        age_on=date(2027, 3, 31),
        age_is_estimated=False,
    )
    return AdultRedescribed(
        case_id=case.id,
        synthetic=case.synthetic,
        version=2,
        number_changed=False,
        redescribed_at=RAISED_AT,
        described=told.model_copy(update=changes),
    )


async def kept(desk: Desk) -> list[Any]:
    async with desk.database.engine.connect() as connection:
        return list((await connection.execute(select(AdultFact))).all())


async def test_an_event_from_before_this_was_told_says_nothing(desk: Desk) -> None:
    await raise_concern(desk)
    assert await kept(desk) == []


async def test_what_is_known_last_is_what_counts(desk: Desk) -> None:
    case = await raise_concern(desk)
    await hear(desk, redescribed(case))
    await hear(desk, redescribed(case, gender=Gender.OTHER, age=None))
    [fact] = await kept(desk)
    assert (fact.gender, fact.age, fact.age_on) == (Gender.OTHER, None, date(2027, 3, 31))
    assert fact.health_conditions == ["stroke", "cancer"]
    assert fact.synthetic is True


async def test_two_cases_count_as_one_person_until_that_is_taken_back(desk: Desk) -> None:
    case = await raise_concern(desk)
    person: Any = {"case_id": case.id, "synthetic": case.synthetic, "adult_id": ADULT}
    await hear(desk, redescribed(case))
    await hear(desk, AdultsMerged(**person, person_id=PERSON, merged_at=RAISED_AT))
    assert [fact.person_id for fact in await kept(desk)] == [PERSON]
    alone = uuid4()
    await hear(desk, AdultSeparated(**person, person_id=alone, separated_at=RAISED_AT))
    assert [fact.person_id for fact in await kept(desk)] == [alone]
