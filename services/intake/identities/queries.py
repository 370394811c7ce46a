"""Reading the adult of a case, and whom they resemble among the adults of the reader's cases."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.likeness import Trait, likeness
from services.intake.adults.models import Adult, EarlierIdentity
from services.intake.adults.queries import for_reader, identity_of, traits_of
from services.intake.adults.views import AdultView
from services.intake.concerns.models import Concern
from services.intake.identities.views import AdultRecord, EarlierRecord, MatchView
from shared.access.policy import Operation, Relation
from shared.access.visibility import Access, visible_to
from shared.work import unseal

_MOST_MATCHES = 50


def adult_of_case(case_id: UUID) -> Select[Adult]:
    """Select the adult of a case."""
    of_case = select(Concern.adult_id).where(Concern.case_id == case_id)
    return select(Adult).where(Adult.adult_id.in_(of_case))


async def read_adult(session: AsyncSession, access: Access) -> AdultRecord:
    """Return the adult of a case as they are described now."""
    adult = (await session.scalars(adult_of_case(access.case_id))).one()
    return record_of(session, access, adult)


def record_of(session: AsyncSession, access: Access, adult: Adult) -> AdultRecord:
    """Show an adult as far as the reader's agency is shown them."""
    identity = identity_of(session, adult)
    return AdultRecord(
        case_id=access.case_id,
        version=adult.version,
        recorded_at=adult.recorded_at,
        adult=for_reader(identity, sees_all=access.relation is Relation.LEAD),
    )


async def read_earlier(session: AsyncSession, access: Access) -> list[EarlierRecord]:
    """Return how the adult was described before, the latest first."""
    adult = (await session.scalars(adult_of_case(access.case_id))).one()
    query = select(EarlierIdentity).where(EarlierIdentity.adult_id == adult.adult_id)
    return [
        EarlierRecord(
            version=row.version,
            recorded_at=row.recorded_at,
            adult=AdultView.model_validate_json(unseal(session, row.identity, row.place)),
        )
        for row in await session.scalars(query.order_by(EarlierIdentity.version.desc()))
    ]


async def find_matches(session: AsyncSession, access: Access) -> list[MatchView]:
    """Return whom the adult may be among those of the cases that the reader leads."""
    adult = (await session.scalars(adult_of_case(access.case_id))).one()
    traits = traits_of(adult)
    number, name, birth, postcode = (traits[trait] for trait in Trait)
    alike = or_(
        Adult.person_id == adult.person_id,
        _same(Adult.nhs_number_index, number),
        and_(_same(Adult.name_index, name), _same(Adult.birth_index, birth)),
        and_(_same(Adult.name_index, name), _same(Adult.postcode_index, postcode)),
        and_(_same(Adult.birth_index, birth), _same(Adult.postcode_index, postcode)),
    )
    query = (
        select(Adult, Concern.case_id)
        .join(Concern, Concern.adult_id == Adult.adult_id)
        .where(
            alike,
            Adult.adult_id != adult.adult_id,
            visible_to(access.caller, Operation.MATCH_ADULT, Concern.case_id),
        )
        .distinct()
    )
    found = [
        MatchView(
            case_id=case_id,
            agreeing=like.agreeing,
            differing=like.differing,
            is_same_person=other.person_id == adult.person_id,
        )
        for other, case_id in await session.execute(query)
        if (like := likeness(traits, traits_of(other))).is_worth_a_look
        or other.person_id == adult.person_id
    ]
    found.sort(key=lambda match: (-len(match.agreeing), len(match.differing), match.case_id))
    return found[:_MOST_MATCHES]


def _same(column: Any, digest: bytes | None) -> ColumnElement[bool]:
    return false() if digest is None else column == digest
