"""Describing the adult of a case anew, and finding that two cases are about one person."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.commands import check_adult, described, redescribe
from services.intake.adults.models import Adult
from services.intake.adults.views import NewAdult
from services.intake.concerns.accounts import may_have_lasted_until
from services.intake.concerns.models import Concern
from services.intake.errors import NobodyToSeparate, SamePersonAlready
from services.intake.identities.models import Finding
from services.intake.identities.queries import adult_of_case, find_matches, record_of
from services.intake.identities.views import AdultRecord, MatchView, NewMerger, NewSeparation
from shared.access.policy import Operation
from shared.access.visibility import Access, require
from shared.audit.append import record_change
from shared.events.intake import AdultRedescribed, AdultSeparated, AdultsMerged
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.versions import check_version
from shared.work import now, seal


async def describe_adult(
    session: AsyncSession, access: Access, new: NewAdult, *, seen: int
) -> AdultRecord:
    """Put right who the adult is; how they were described before is kept."""
    [adult] = await _locked(session, access.case_id)
    check_version(adult.version, seen)
    check_adult(
        session,
        new,
        abused_on=await _abused_until(session, access.case_id),
        synthetic=adult.synthetic,
    )
    number = adult.nhs_number_index
    redescribe(session, adult, new)
    event = AdultRedescribed(
        case_id=access.case_id,
        synthetic=adult.synthetic,
        version=adult.version,
        number_changed=adult.nhs_number_index != number,
        redescribed_at=adult.recorded_at,
        described=described(session, adult, new),
    )
    publish(session, event)
    _note(session, Operation.DESCRIBE_ADULT, access.case_id, adult)
    return record_of(session, access, adult)


async def merge_adults(session: AsyncSession, access: Access, new: NewMerger) -> list[MatchView]:
    """Find that the adult of this case is the person of another case that the caller leads.

    Both cases go on as they are; only that they are about one person is known from now on. Raises
    `SamePersonAlready`, and `NotFound` for a case on which the caller may not do this.
    """
    await require(session, access.caller, Operation.MATCH_ADULT, new.same_as_case_id)
    locked = await _locked(session, access.case_id, new.same_as_case_id)
    if len({adult.person_id for adult in locked}) == 1:
        raise SamePersonAlready
    [adult] = await session.scalars(adult_of_case(access.case_id))
    [other] = [one for one in locked if one is not adult]
    _keep_finding(session, access, adult, other.adult_id, new.why)
    same = select(Adult).where(Adult.person_id == adult.person_id).order_by(Adult.adult_id)
    for one in list(await session.scalars(same.with_for_update())):
        one.person_id = other.person_id
        case_id = await _case_of(session, one)
        event = AdultsMerged(
            case_id=case_id,
            synthetic=one.synthetic,
            adult_id=one.adult_id,
            person_id=one.person_id,
            merged_at=now(session),
        )
        publish(session, event)
        _note(session, "merge_adults", case_id, one)
    await session.flush()
    return await find_matches(session, access)


async def separate_adult(
    session: AsyncSession, access: Access, new: NewSeparation
) -> list[MatchView]:
    """Find that the adult of this case is nobody else after all; raises `NobodyToSeparate`."""
    [adult] = await _locked(session, access.case_id)
    same = select(func.count()).where(Adult.person_id == adult.person_id)
    if await session.scalar(same) == 1:
        raise NobodyToSeparate
    _keep_finding(session, access, adult, None, new.why)
    adult.person_id = new_id()
    event = AdultSeparated(
        case_id=access.case_id,
        synthetic=adult.synthetic,
        adult_id=adult.adult_id,
        person_id=adult.person_id,
        separated_at=now(session),
    )
    publish(session, event)
    _note(session, "separate_adult", access.case_id, adult)
    await session.flush()
    return await find_matches(session, access)


async def _locked(session: AsyncSession, *case_ids: UUID) -> list[Adult]:
    """Return the adults of these cases, locked in one order for everyone."""
    of_cases = select(Concern.adult_id).where(Concern.case_id.in_(case_ids))
    query = select(Adult).where(Adult.adult_id.in_(of_cases)).order_by(Adult.adult_id)
    return list(await session.scalars(query.with_for_update()))


async def _abused_until(session: AsyncSession, case_id: UUID) -> date | None:
    """Return the last day on which any of the case may have happened."""
    query = select(Concern.occurred_on, Concern.occurred_precision, Concern.occurred_until)
    rows = await session.execute(query.where(Concern.case_id == case_id))
    days = [may_have_lasted_until(session, *row) for row in rows]
    return max((day for day in days if day is not None), default=None)


async def _case_of(session: AsyncSession, adult: Adult) -> UUID:
    query = select(Concern.case_id).where(Concern.adult_id == adult.adult_id).distinct()
    return (await session.scalars(query)).one()


def _keep_finding(
    session: AsyncSession, access: Access, adult: Adult, same_as: UUID | None, why: str
) -> None:
    person = access.caller.practitioner
    finding = Finding(
        finding_id=new_id(),
        adult_id=adult.adult_id,
        same_as_adult_id=same_as,
        found_at=now(session),
        found_by_agency_id=access.caller.agency_id,
        found_by_practitioner_id=person.id if person else None,
        synthetic=adult.synthetic,
    )
    finding.why = seal(session, why, finding.place)
    session.add(finding)


def _note(session: AsyncSession, change: str, case_id: UUID, adult: Adult) -> None:
    record_change(session, change, f"adult/{adult.adult_id}", case_id=case_id)
