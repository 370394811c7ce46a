"""The death of the adult: recorded by whoever works on the case, told to them, and taken back."""

from typing import Any
from uuid import UUID

import pytest

from services.outcomes.deaths.models import DeathRecord
from services.outcomes.enquiries.models import Enquiry
from shared.events.outcomes import AdultDied, DeathRetracted
from tests.services.outcomes.cases import Case
from tests.services.outcomes.wish_bodies import RETRACTION, death
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk


async def test_a_party_records_that_the_adult_died(desk: Desk, case: Case) -> None:
    told = await case.done("death", death(linked_to_abuse="yes"), POLICE)
    assert told == (await case.enquiry())["death"]
    assert (told["adult_died"], told["died_on"]) == (True, "2026-11-21")
    assert (told["linked_to_abuse"], told["why"]) == ("yes", None)
    assert told["recorded"]["agency_id"] == str(POLICE.id)
    assert (await case.enquiry())["state"] == "open"
    (event,) = await desk.published(AdultDied)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "died_on": "2026-11-21",
        "precision": "day",
        "recorded_by_agency_id": str(POLICE.id),
    }


async def test_nobody_has_died_until_somebody_says_so(case: Case) -> None:
    enquiry = await case.enquiry()
    assert (enquiry["adult_died"], enquiry["death"]) == (False, None)


async def test_a_death_is_recorded_after_the_end_of_the_enquiry_too(case: Case) -> None:
    await case.conclude()
    await case.done("death", death())
    enquiry = await case.enquiry()
    assert (enquiry["adult_died"], enquiry["state"]) == (True, "concluded")


@pytest.mark.parametrize(
    ("died_on", "precision"),
    [
        ("2026-11-22", "day"),
        ("2026-11-01", "month"),
        ("2026-01-01", "year"),
        (None, "not_known"),
    ],
)
async def test_a_date_is_given_as_far_as_it_is_known(
    case: Case, died_on: str | None, precision: str
) -> None:
    told = await case.done("death", death(died_on=died_on, precision=precision))
    assert (told["died_on"], told["precision"]) == (died_on, precision)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"died_on": "2026-11-23"}, "not_yet_happened"),
        ({"died_on": None}, "death_date_inconsistent"),
        ({"precision": "not_known"}, "death_date_inconsistent"),
        ({"precision": "month"}, "death_date_inconsistent"),
        ({"died_on": "2026-02-01", "precision": "year"}, "death_date_inconsistent"),
    ],
    ids=["to come", "no date", "not known", "not the first", "not the first of the year"],
)
async def test_a_date_that_says_more_or_less_is_refused(
    desk: Desk, case: Case, changes: dict[str, Any], code: str
) -> None:
    response = await case.post("death", death(**changes))
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert await desk.count(DeathRecord) == 0
    assert not (await case.enquiry())["adult_died"]


async def test_what_is_recorded_last_stands_and_nothing_is_lost(desk: Desk, case: Case) -> None:
    await case.done("death", death())
    await case.done("death", death(died_on="2026-11-20"), COUNCIL)
    assert (await case.enquiry())["death"]["died_on"] == "2026-11-20"
    assert await desk.count(DeathRecord) == 2


async def test_an_error_is_taken_back_by_the_lead(desk: Desk, case: Case) -> None:
    await case.done("death", death())
    told = await case.done("death/retraction", RETRACTION, COUNCIL)
    enquiry = await case.enquiry()
    assert (enquiry["adult_died"], enquiry["death"]) == (False, told)
    assert (told["adult_died"], told["died_on"], told["why"]) == (False, None, RETRACTION["why"])
    assert len(await desk.published(DeathRetracted)) == 1
    async with desk.database.transaction() as session:
        kept = await session.get(Enquiry, UUID(enquiry["enquiry_id"]))
        assert kept is not None
        assert (kept.adult_died, kept.died_on) == (False, None)


async def test_only_a_death_that_was_recorded_is_taken_back(desk: Desk, case: Case) -> None:
    response = await case.post("death/retraction", RETRACTION, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (409, "no_death_is_recorded")
    assert await desk.published(DeathRetracted) == []


async def test_a_party_does_not_take_a_death_back(case: Case) -> None:
    await case.done("death", death())
    response = await case.post("death/retraction", RETRACTION, TRUST)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert (await case.enquiry())["adult_died"]


async def test_a_death_sent_twice_is_recorded_once(desk: Desk, case: Case) -> None:
    async with desk.client(TRUST) as client:
        answers = [
            await client.post(
                case.path("death"), json=death(), headers={"Idempotency-Key": "the-same"}
            )
            for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(await desk.published(AdultDied)) == 1


async def test_where_no_enquiry_is_open_there_is_none_to_note_it_in(raised: Case) -> None:
    response = await raised.post("death", death(), COUNCIL)
    assert (response.status_code, response.json()["code"]) == (409, "no_enquiry_is_open")
