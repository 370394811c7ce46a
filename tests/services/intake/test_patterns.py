"""A source of risk that comes up with several adults is noticed once, for the lead alone."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.intake.patterns.commands import count_sightings
from services.intake.patterns.models import Pattern, Sighting
from services.intake.patterns.steps import noticing
from shared.events.intake import ConcernRaised, PatternNoticed
from shared.events.partners import ExclusionDecided
from shared.reference.patterns import TraceKind
from tests.services.intake.bodies import CARE_WORKER, NEIGHBOUR, adult, correction
from tests.services.intake.cases import happen, hidden, raise_one, seen
from tests.services.intake.conftest import Hands
from tests.support.agencies import (
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk, event_of

PATTERNS = "/intake/v1/patterns"
WINDOW = timedelta(days=365)
HOME: dict[str, Any] = {
    "source": "service_provider",
    "organisation_name": "Canary Lodge",
    "name": None,
    "identifiers": [],
}


def someone(name: str, **changes: Any) -> dict[str, Any]:
    return adult(given_name=name, nhs_number=None, date_of_birth=None, postcode=None, **changes)


async def accuse(
    desk: Desk, name: str, source: dict[str, Any] = HOME, agency: Agency = TRUST
) -> ConcernRaised:
    """Raise a concern about an adult of that name, and let the worker count."""
    event = await raise_one(desk, agency, adult=someone(name), sources_of_risk=[source])
    await notice(desk)
    return event


async def notice(desk: Desk, least_adults: int = 2) -> None:
    step = noticing(least_adults=least_adults, window=WINDOW)
    while await step(desk.database):
        pass


async def noticed(desk: Desk) -> list[PatternNoticed]:
    told = [event_of(envelope) for envelope in await desk.published(PatternNoticed)]
    return [event for event in told if isinstance(event, PatternNoticed)]


async def patterns(desk: Desk, person: Person = SAFEGUARDING_LEAD) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await seen(desk, PATTERNS, COUNCIL, person))["items"]
    return items


async def test_the_second_adult_makes_a_pattern_and_the_third_makes_it_larger(desk: Desk) -> None:
    first = await accuse(desk, "Ann")
    assert await noticed(desk) == []
    second = await accuse(desk, "Bea")
    third = await accuse(desk, "Cora")
    told = await noticed(desk)
    assert [(one.case_id, one.adults, one.kind) for one in told] == [
        (second.case_id, 2, TraceKind.EMPLOYER),
        (third.case_id, 3, TraceKind.EMPLOYER),
    ]
    assert "canary" not in str(await desk.published(PatternNoticed)).casefold()
    [shown] = await patterns(desk)
    assert shown["adults"] == 3
    assert shown["case_ids"] == [str(one.case_id) for one in (first, second, third)]
    assert (
        await seen(desk, f"{PATTERNS}/{shown['pattern_id']}", COUNCIL, SAFEGUARDING_LEAD) == shown
    )


async def test_one_adult_twice_is_no_pattern(desk: Desk) -> None:
    for _ in range(2):
        await raise_one(desk, sources_of_risk=[HOME])
    await notice(desk)
    assert await noticed(desk) == []
    assert await patterns(desk) == []


async def test_a_neighbour_is_never_matched_by_name(desk: Desk) -> None:
    for name in ("Ann", "Bea"):
        await accuse(desk, name, NEIGHBOUR | {"name": "John Smith"})
    assert await noticed(desk) == []
    assert await desk.count(Sighting) == 0


async def test_what_lies_further_apart_than_the_window_is_no_pattern(
    desk: Desk, hands: Hands
) -> None:
    step = noticing(least_adults=2, window=timedelta(minutes=5))
    for name, waits in (("Ann", 0), ("Bea", 300), ("Cora", 299)):
        assert await noticed(desk) == []
        hands.at += timedelta(seconds=waits)
        await raise_one(desk, adult=someone(name), sources_of_risk=[HOME])
        assert await step(desk.database)
    assert [one.adults for one in await noticed(desk)] == [2]


async def test_a_new_adult_is_noticed_though_there_were_more_before(
    desk: Desk, hands: Hands
) -> None:
    step = noticing(least_adults=2, window=timedelta(minutes=5))
    for name, waits in (("Ann", 0), ("Bea", 0), ("Cora", 0), ("Dot", 600), ("Eve", 1)):
        hands.at += timedelta(seconds=waits)
        await raise_one(desk, adult=someone(name), sources_of_risk=[HOME])
        assert await step(desk.database)
    assert [one.adults for one in await noticed(desk)] == [2, 3, 2]


async def test_how_many_adults_make_a_pattern_is_configured(desk: Desk) -> None:
    for name in ("Ann", "Bea", "Cora"):
        await raise_one(desk, adult=someone(name), sources_of_risk=[HOME])
    await notice(desk, least_adults=4)
    assert await noticed(desk) == []


async def test_a_correction_takes_its_source_out_of_what_is_counted(desk: Desk) -> None:
    event = await accuse(desk, "Ann")
    async with desk.client(TRUST, NURSE) as client:
        body = correction(sources_of_risk=[NEIGHBOUR])
        path = f"/intake/v1/concerns/{event.concern_id}"
        answer = await client.put(path, json=body, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    await accuse(desk, "Bea")
    assert await noticed(desk) == []


@pytest.mark.parametrize(
    ("agency", "person"),
    [
        (COUNCIL, NURSE),
        (COUNCIL, None),
        (POLICE, SAFEGUARDING_LEAD),
        (TRUST, SAFEGUARDING_LEAD),
        (EMPLOYER, SAFEGUARDING_LEAD),
    ],
)
async def test_only_the_leads_safeguarding_lead_can_tell_that_there_is_one(
    desk: Desk, agency: Agency, person: Person | None
) -> None:
    for name in ("Ann", "Bea"):
        await accuse(desk, name, CARE_WORKER)
    assert len(await patterns(desk)) == 3
    for shown in await patterns(desk):
        await hidden(desk, f"{PATTERNS}/{shown['pattern_id']}", agency, person)
    assert (await seen(desk, PATTERNS, agency, person))["items"] == []


async def test_who_must_not_know_one_of_two_cases_does_not_see_the_pattern(desk: Desk) -> None:
    event, _ = await accuse(desk, "Ann"), await accuse(desk, "Bea")
    [shown] = await patterns(desk)
    other = Person("lead-2", "adults west", "safeguarding_lead")
    assert await patterns(desk, other) == [shown]
    shut_out = ExclusionDecided(
        case_id=event.case_id,
        synthetic=True,
        exclusion_id=uuid4(),
        agency_id=COUNCIL.id,
        unit="adults west",
        practitioner_id=None,
    )
    await happen(desk, shut_out)
    assert await patterns(desk, other) == []
    await hidden(desk, f"{PATTERNS}/{shown['pattern_id']}", COUNCIL, other)
    assert await patterns(desk) == [shown]


async def test_workers_side_by_side_notice_it_once(desk_on_postgres: Desk) -> None:
    desk = desk_on_postgres
    for number in range(8):
        await raise_one(desk, adult=someone(f"Adult {number}"), sources_of_risk=[HOME])

    async def count() -> None:
        async with desk.database.transaction() as session:
            await count_sightings(session, least_adults=2, window=WINDOW)

    await asyncio.gather(*(count() for _ in range(4)))
    await notice(desk)
    assert [one.adults for one in await noticed(desk)] == [8]
    assert await desk.count(Pattern) == 1
