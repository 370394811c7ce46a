"""Keeping who an adult is."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.age import is_adult_on
from services.intake.adults.models import Adult
from services.intake.adults.queries import identity_place
from services.intake.adults.views import NewAdult
from services.intake.errors import DateInTheFuture, SyntheticMixedWithReal, UnderEighteen
from shared.clock import london_date
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
    today = london_date(now(session))
    if new.date_of_birth is not None:
        if new.date_of_birth > today:
            raise DateInTheFuture("The date of birth lies in the future.")
        if not is_adult_on(abused_on or today, new.date_of_birth):
            raise UnderEighteen
    if new.nhs_number is not None and is_synthetic_nhs_number(new.nhs_number) != synthetic:
        raise SyntheticMixedWithReal(
            "NHS numbers from 900 to 999 million are never issued: made-up people have one of "
            "them, and nobody else does."
        )
    adult_id = new_id()
    adult = Adult(
        adult_id=adult_id,
        identity=seal(session, new.model_dump_json(), identity_place(adult_id)),
        nhs_number_index=_index(session, new.nhs_number),
        recorded_at=now(session),
        synthetic=synthetic,
    )
    session.add(adult)
    return adult


def _index(session: AsyncSession, nhs_number: str | None) -> bytes | None:
    if nhs_number is None:
        return None
    return work_of(session).cipher.blind_index("nhs_number", nhs_number)
