"""Keeping who an adult is."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.age import age_at_year_end, is_adult_on
from services.intake.adults.likeness import (
    comparable_birth,
    comparable_person,
    comparable_postcode,
)
from services.intake.adults.models import Adult, EarlierIdentity
from services.intake.adults.queries import identity_of, identity_place
from services.intake.adults.views import NewAdult
from services.intake.errors import (
    AgeBesideDateOfBirth,
    DateInTheFuture,
    SyntheticMixedWithReal,
    UnderEighteen,
)
from shared.clock import london_date
from shared.events.intake import Described
from shared.identifiers import new_id
from shared.reference.identifiers import is_synthetic_nhs_number
from shared.work import now, seal, work_of


async def keep_adult(
    session: AsyncSession, new: NewAdult, *, abused_on: date | None, synthetic: bool
) -> Adult:
    """Keep one concern's description of an adult, sealed; matching it to others comes later.

    Raises `UnderEighteen` where the person was no adult on the day of the abuse, or where that
    day is unknown is none today.
    """
    check_adult(session, new, abused_on=abused_on, synthetic=synthetic)
    adult_id = new_id()
    adult = Adult(adult_id=adult_id, person_id=adult_id, synthetic=synthetic, version=1)
    _describe(session, adult, new)
    session.add(adult)
    return adult


def redescribe(session: AsyncSession, adult: Adult, new: NewAdult) -> None:
    """Describe an adult anew; how they were described before is kept."""
    earlier = EarlierIdentity(
        adult_id=adult.adult_id,
        version=adult.version,
        recorded_at=adult.recorded_at,
        synthetic=adult.synthetic,
    )
    document = identity_of(session, adult).model_dump_json()
    earlier.identity = seal(session, document, earlier.place)
    session.add(earlier)
    adult.version += 1
    _describe(session, adult, new)


def check_adult(
    session: AsyncSession, new: NewAdult, *, abused_on: date | None, synthetic: bool
) -> None:
    """Raise where the description can't be of an adult, or mixes made-up people with real ones."""
    today = london_date(now(session))
    if new.date_of_birth is not None:
        if new.date_of_birth > today:
            raise DateInTheFuture("The date of birth lies in the future.")
        if not is_adult_on(abused_on or today, new.date_of_birth):
            raise UnderEighteen
        if new.demographics.estimated_age is not None:
            raise AgeBesideDateOfBirth
    if new.nhs_number is not None and is_synthetic_nhs_number(new.nhs_number) != synthetic:
        raise SyntheticMixedWithReal(
            "NHS numbers from 900 to 999 million are never issued: made-up people have one of "
            "them, and nobody else does."
        )


def described(session: AsyncSession, adult: Adult, new: NewAdult) -> Described:
    """Return what the services count an adult by: codes, and an age that names no day."""
    known = new.demographics
    year_end, age = age_at_year_end(
        london_date(now(session)), born_on=new.date_of_birth, estimated=known.estimated_age
    )
    return Described(
        adult_id=adult.adult_id,
        person_id=adult.person_id,
        gender=known.gender,
        ethnicity=known.ethnicity,
        primary_support_reason=known.primary_support_reason,
        health_conditions=known.health_conditions,
        age=age,
        age_on=year_end,
        age_is_estimated=age is not None and new.date_of_birth is None,
    )


def _describe(session: AsyncSession, adult: Adult, new: NewAdult) -> None:
    adult.identity = seal(session, new.model_dump_json(), identity_place(adult.adult_id))
    adult.recorded_at = now(session)
    adult.nhs_number_index = _index(session, "nhs_number", new.nhs_number)
    name = comparable_person(new.given_name, new.family_name)
    adult.name_index = _index(session, "name", name)
    born_on = new.date_of_birth
    adult.birth_index = _index(
        session, "date_of_birth", None if born_on is None else comparable_birth(born_on)
    )
    postcode = None if new.postcode is None else comparable_postcode(new.postcode)
    adult.postcode_index = _index(session, "postcode", postcode or None)


def _index(session: AsyncSession, purpose: str, value: str | None) -> bytes | None:
    return None if value is None else work_of(session).cipher.blind_index(purpose, value)
