"""An employer that joins after it was accused is held from the cases that named it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.access.tables import case_exclusions, known_cases
from shared.events.intake import ConcernRaised, EmployerRecognised
from shared.events.partners import (
    AgencyIdentifier,
    AgencyIdentifierConfirmed,
    AgencyRegistered,
    ExclusionLifted,
)
from shared.reference.agencies import AgencyKind, IdentifierScheme
from tests.services.intake.bodies import CANARIES, CARE_WORKER
from tests.services.intake.cases import accept, happen, hidden, raise_one, seen
from tests.support.agencies import COUNCIL, Agency
from tests.support.desk import Desk, event_of

CODE = AgencyIdentifier(scheme=IdentifierScheme.CQC_LOCATION, value="1-888000001")
ACCUSED: dict[str, Any] = CARE_WORKER | {
    "organisation_name": "The Sunrise Lodge Ltd.",
    "identifiers": [{"scheme": "cqc_location", "value": CODE.value}],
    "unit": "Ward 3",
}
LODGE = Agency("Sunrise Lodge", AgencyKind.CARE_PROVIDER)


def joined(
    agency: Agency = LODGE,
    *codes: AgencyIdentifier,
    name: str | None = None,
    synthetic: bool = True,
) -> AgencyRegistered:
    return AgencyRegistered(
        agency_id=agency.id,
        name=name or agency.name,
        kind=agency.kind,
        identifiers=codes,
        synthetic=synthetic,
        live=False,
    )


async def accused(desk: Desk, **changes: Any) -> ConcernRaised:
    event = await raise_one(desk, sources_of_risk=[ACCUSED | changes])
    assert event.has_unmatched_employer
    return event


async def told(desk: Desk) -> list[EmployerRecognised]:
    events = [event_of(one) for one in await desk.published(EmployerRecognised)]
    return [one for one in events if isinstance(one, EmployerRecognised)]


async def held(desk: Desk, case_id: UUID) -> set[tuple[UUID, str | None, str | None]]:
    table = case_exclusions
    query = select(table.c.agency_id, table.c.unit, table.c.practitioner_id).where(
        table.c.case_id == case_id, table.c.is_hold, table.c.lifted_at.is_(None)
    )
    async with desk.database.transaction() as session:
        return {(row[0], row[1], row[2]) for row in await session.execute(query)}


@pytest.mark.parametrize(
    "event",
    [joined(), joined(LODGE, CODE, name="Another Name Altogether")],
    ids=["by name", "by code"],
)
async def test_it_is_held_with_the_unit_and_the_person_named(
    desk: Desk, event: AgencyRegistered
) -> None:
    concern = await accused(desk)
    await happen(desk, event)
    assert await held(desk, concern.case_id) == {
        (LODGE.id, None, None),
        (LODGE.id, "ward 3", None),
        (LODGE.id, None, "carer-7"),
    }
    [recognised] = await told(desk)
    assert (recognised.case_id, len(recognised.holds)) == (concern.case_id, 3)
    assert recognised.has_unmatched_employer is False
    assert [canary for canary in CANARIES if canary in str(recognised)] == []
    async with desk.database.transaction() as session:
        is_unmatched = await session.scalar(select(known_cases.c.has_unmatched_employer))
    assert is_unmatched is False


async def test_it_finds_no_case_even_if_it_is_made_a_party(desk: Desk) -> None:
    concern = await accused(desk)
    await happen(desk, joined())
    await accept(desk, concern.case_id, LODGE)
    await hidden(desk, f"/intake/v1/cases/{concern.case_id}", LODGE)
    await seen(desk, f"/intake/v1/cases/{concern.case_id}", COUNCIL)


async def test_every_case_that_named_it_is_held_and_no_other(desk: Desk) -> None:
    first, second = await accused(desk), await accused(desk, identifiers=[])
    other = await accused(desk, organisation_name="Sunset Lodge", identifiers=[])
    await happen(desk, joined())
    assert {one.case_id for one in await told(desk)} == {first.case_id, second.case_id}
    assert await held(desk, other.case_id) == set()


@pytest.mark.parametrize(
    "event", [joined(name="Sunset Lodge"), joined(synthetic=False)], ids=["another", "real"]
)
async def test_who_was_not_named_is_not_held(desk: Desk, event: AgencyRegistered) -> None:
    concern = await accused(desk)
    await happen(desk, event)
    assert await told(desk) == []
    assert await held(desk, concern.case_id) == set()


async def test_a_code_confirmed_later_holds_too_and_nothing_twice(desk: Desk) -> None:
    concern = await accused(desk, organisation_name=None)
    await happen(desk, joined())
    assert await told(desk) == []
    confirmed = AgencyIdentifierConfirmed(agency_id=LODGE.id, identifier=CODE)
    await happen(desk, confirmed)
    assert len(await held(desk, concern.case_id)) == 3


async def test_what_somebody_has_lifted_is_not_held_again(desk: Desk) -> None:
    concern = await accused(desk)
    await happen(desk, joined())
    [recognised] = await told(desk)
    for hold in recognised.holds:
        lifted = ExclusionLifted(
            case_id=concern.case_id,
            synthetic=True,
            agency_id=LODGE.id,
            exclusion_id=hold.exclusion_id,
        )
        await happen(desk, lifted)
    await happen(desk, AgencyIdentifierConfirmed(agency_id=LODGE.id, identifier=CODE))
    assert await held(desk, concern.case_id) == set()
    assert len(await told(desk)) == 1


async def test_a_newcomer_in_an_empty_exchange_holds_nothing(desk: Desk) -> None:
    await happen(desk, joined(Agency("Nobody's", AgencyKind.OTHER, id=uuid4())))
    assert await told(desk) == []
