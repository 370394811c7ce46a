"""Who the adult of a case is: shown to whom it must be, put right, compared, found to be one."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.intake.adults.models import EarlierIdentity
from services.intake.identities.models import Finding
from shared.events.intake import AdultRedescribed, AdultSeparated, AdultsMerged, ConcernRaised
from shared.events.partners import ExclusionDecided
from tests.services.intake.bodies import (
    CANARIES,
    DEMOGRAPHICS,
    NEIGHBOUR,
    SAFE_CONTACT,
    adult,
    concern,
)
from tests.services.intake.cases import accept, happen, hidden, raise_one, seen
from tests.support.agencies import BYSTANDER, COUNCIL, NURSE, POLICE, TRUST, Agency, Person
from tests.support.desk import Desk, event_of

WHY = "canary-why: she gave both dates herself"
OTHER_NUMBER = "999 000 0026"
MALE = {**DEMOGRAPHICS, "gender": "male"}


def path_of(event: ConcernRaised, tail: str = "") -> str:
    return f"/intake/v1/cases/{event.case_id}/adult{tail}"


async def describe(
    desk: Desk, event: ConcernRaised, agency: Agency = COUNCIL, seen_version: int = 1, **new: Any
) -> Any:
    async with desk.client(agency, NURSE) as client:
        headers = {"If-Match": f'"{seen_version}"'}
        return await client.put(path_of(event), json=adult(**new), headers=headers)


async def say(
    desk: Desk,
    event: ConcernRaised,
    tail: str,
    agency: Agency = COUNCIL,
    person: Person | None = NURSE,
    **body: Any,
) -> Any:
    async with desk.client(agency, person) as client:
        return await client.post(path_of(event, tail), json={"why": WHY, **body})


async def matches(desk: Desk, event: ConcernRaised) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await seen(desk, path_of(event, "/matches")))["items"]
    return items


async def test_what_people_are_counted_by_is_for_the_lead_and_for_who_said_it(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    one = f"/intake/v1/concerns/{event.concern_id}"
    for agency in (COUNCIL, TRUST):
        assert (await seen(desk, one, agency))["adult"]["demographics"] == DEMOGRAPHICS
    assert (await seen(desk, one, POLICE))["adult"]["demographics"] is None
    assert (await seen(desk, path_of(event), POLICE))["adult"]["demographics"] is None
    assert (await seen(desk, path_of(event), COUNCIL))["adult"]["demographics"] == DEMOGRAPHICS


async def test_a_withheld_contact_goes_no_further_than_lead_and_sender(desk: Desk) -> None:
    event = await raise_one(desk, adult=adult(contact_is_withheld=True))
    await accept(desk, event.case_id)
    one = f"/intake/v1/concerns/{event.concern_id}"
    for agency in (COUNCIL, TRUST):
        assert (await seen(desk, one, agency))["adult"]["safe_contact"] == SAFE_CONTACT
    for path in (one, path_of(event)):
        shown = (await seen(desk, path, POLICE))["adult"]
        assert {shown[name] for name in ("address", "postcode", "phone", "email")} == {None}
        assert shown["safe_contact"] is None
        assert shown["contact_is_withheld"] is True
        assert shown["family_name"] == "Made-Up"


async def test_a_contact_that_is_not_withheld_is_for_all_who_protect(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    shown = (await seen(desk, path_of(event), POLICE))["adult"]
    assert (shown["phone"], shown["safe_contact"]) == ("01632 canary", SAFE_CONTACT)


async def test_what_was_left_out_is_not_recorded(desk: Desk) -> None:
    event = await raise_one(desk, adult={"given_name": "Known as", "family_name": "Bob"})
    shown = (await seen(desk, path_of(event)))["adult"]
    assert shown["demographics"]["gender"] == "not_recorded"
    assert shown["demographics"]["health_conditions"] == ["not_recorded"]
    assert shown["safe_contact"]["by_letter"] == "not_recorded"
    assert event.described is not None
    assert event.described.age is None


async def test_what_is_counted_travels_in_codes_and_an_age(desk: Desk) -> None:
    event = await raise_one(desk)
    told = event.described
    assert told is not None
    assert (told.age, str(told.age_on), told.age_is_estimated) == (88, "2027-03-31", False)
    assert (told.gender, told.ethnicity) == ("female", "not_asked")
    assert told.health_conditions == ("stroke", "visual_impairment")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"estimated_age": 80}, 400, "age_beside_date_of_birth"),
        ({"estimated_age": 17}, 422, "malformed_input"),
        ({"health_conditions": ["stroke", "none"]}, 422, "malformed_input"),
        ({"health_conditions": ["stroke", "stroke"]}, 422, "malformed_input"),
        ({"health_conditions": []}, 422, "malformed_input"),
        ({"gender": "unknown"}, 422, "malformed_input"),
    ],
)
async def test_demographics_that_can_not_be_are_refused(
    desk: Desk, changes: dict[str, Any], status: int, code: str
) -> None:
    body = concern(adult=adult(demographics=DEMOGRAPHICS | changes))
    async with desk.client(TRUST) as client:
        answer = await client.post("/intake/v1/concerns", json=body)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert "canary" not in answer.text


async def test_the_lead_puts_right_who_the_adult_is_and_the_earlier_is_kept(desk: Desk) -> None:
    event = await raise_one(desk)
    answer = await describe(desk, event, nhs_number=OTHER_NUMBER, demographics=MALE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    shown = (await seen(desk, path_of(event)))["adult"]
    assert (shown["nhs_number"], shown["demographics"]) == ("9990000026", MALE)
    [earlier] = (await seen(desk, path_of(event, "/earlier")))["items"]
    assert (earlier["version"], earlier["adult"]["nhs_number"]) == (1, "9990000018")
    [envelope] = await desk.published(AdultRedescribed)
    told = event_of(envelope)
    assert isinstance(told, AdultRedescribed)
    assert (told.number_changed, told.version, told.described.gender) == (True, 2, "male")
    assert [canary for canary in (*CANARIES, "9990000026") if canary in str(envelope)] == []


async def test_the_same_number_again_is_no_change_of_number(desk: Desk) -> None:
    event = await raise_one(desk)
    await describe(desk, event, nhs_number="9990000018", given_name="Ada")
    [envelope] = await desk.published(AdultRedescribed)
    assert envelope["data"]["number_changed"] is False


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"date_of_birth": "2010-01-01"}, 400),
        ({"nhs_number": "401 023 2137"}, 400),
        ({"nhs_number": "999 000 0019"}, 422),
        ({"seen_version": 2}, 412),
    ],
)
async def test_a_description_that_can_not_be_changes_nothing(
    desk: Desk, changes: dict[str, Any], status: int
) -> None:
    event = await raise_one(desk)
    assert (await describe(desk, event, **changes)).status_code == status
    assert await desk.count(EarlierIdentity) == 0


async def test_only_the_lead_describes_compares_and_merges(desk: Desk) -> None:
    event, other = await raise_one(desk), await raise_one(desk)
    await accept(desk, event.case_id)
    same = str(other.case_id)
    for agency, status in ((POLICE, 403), (TRUST, 403), (BYSTANDER, 404)):
        assert (await describe(desk, event, agency)).status_code == status
        assert (
            await say(desk, event, "/merger", agency, same_as_case_id=same)
        ).status_code == status
        assert (await say(desk, event, "/separation", agency)).status_code == status
    await hidden(desk, path_of(event, "/matches"), BYSTANDER)
    await hidden(desk, path_of(event), BYSTANDER)
    assert (await say(desk, event, "/merger", person=None, same_as_case_id=same)).status_code == 403


async def test_the_likeliest_comes_first_and_nothing_is_merged_by_itself(desk: Desk) -> None:
    event = await raise_one(desk)
    twin = await raise_one(desk)
    mistyped = await raise_one(desk, adult=adult(nhs_number=OTHER_NUMBER))
    await raise_one(desk, adult=adult(given_name="Bo", date_of_birth=None, postcode=None))
    found = await matches(desk, event)
    assert [match["case_id"] for match in found] == [str(twin.case_id), str(mistyped.case_id)]
    assert found[0]["agreeing"] == ["nhs_number", "name", "date_of_birth", "postcode"]
    assert found[1]["differing"] == ["nhs_number"]
    assert not any(match["is_same_person"] for match in found)
    assert "canary" not in str(found)


async def test_a_case_the_reader_must_not_know_is_no_match(desk: Desk) -> None:
    event, twin = await raise_one(desk), await raise_one(desk)
    shut_out = ExclusionDecided(
        case_id=twin.case_id,
        synthetic=True,
        exclusion_id=uuid4(),
        agency_id=COUNCIL.id,
        unit=None,
        practitioner_id=NURSE.id,
    )
    await happen(desk, shut_out)
    assert await matches(desk, event) == []
    answer = await say(desk, event, "/merger", same_as_case_id=str(twin.case_id))
    other = await say(desk, event, "/merger", same_as_case_id=str(uuid4()))
    assert answer.status_code == other.status_code == 404
    assert await desk.count(Finding) == 0


async def test_a_finding_makes_two_records_one_person_and_can_be_taken_back(desk: Desk) -> None:
    event, twin, third = [await raise_one(desk) for _ in range(3)]
    same = str(twin.case_id)
    answer = await say(desk, event, "/merger", same_as_case_id=same)
    assert answer.status_code == 201, answer.text
    assert [match["is_same_person"] for match in answer.json()["items"]].count(True) == 1
    again = await say(desk, event, "/merger", same_as_case_id=same)
    assert (again.status_code, again.json()["code"]) == (409, "same_person_already")
    await say(desk, twin, "/merger", same_as_case_id=str(third.case_id))
    told = [event_of(envelope) for envelope in await desk.published(AdultsMerged)]
    people = {one.case_id: one.person_id for one in told if isinstance(one, AdultsMerged)}
    assert third.described is not None
    assert people == dict.fromkeys((event.case_id, twin.case_id), third.described.person_id)
    back = await say(desk, third, "/separation")
    assert back.status_code == 201
    assert not any(match["is_same_person"] for match in back.json()["items"])
    assert [match["is_same_person"] for match in await matches(desk, event)].count(True) == 1
    assert len(await desk.published(AdultSeparated)) == 1
    nobody = await say(desk, third, "/separation")
    assert (nobody.status_code, nobody.json()["code"]) == (409, "nobody_to_separate")


async def test_a_case_stays_as_it_is_when_its_adult_is_found_to_be_another_s(desk: Desk) -> None:
    event = await raise_one(desk)
    twin = await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    await say(desk, event, "/merger", same_as_case_id=str(twin.case_id))
    case = await seen(desk, f"/intake/v1/cases/{event.case_id}")
    assert case["concern_ids"] == [str(event.concern_id)]
    async with desk.database.engine.connect() as connection:
        kept = (await connection.execute(select(Finding.why))).scalars().all()
    assert [b"canary" in why for why in kept] == [False]
