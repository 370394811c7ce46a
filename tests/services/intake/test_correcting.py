"""Putting a concern right and withdrawing it: by who raised it, and nothing told is lost."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.intake.concerns.models import Concern, EarlierAccount
from shared.access.tables import case_exclusions, known_cases
from shared.events.intake import ConcernCorrected, ConcernRaised, ConcernWithdrawn
from tests.services.intake.bodies import (
    ANEW,
    CARE_WORKER,
    NEIGHBOUR,
    WHAT_HAPPENED,
    WHY,
    WITHDRAWAL,
    adult,
    concern,
    correction,
)
from tests.services.intake.cases import accept, hidden, raise_one, seen
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, NURSE, POLICE, TRUST, Agency
from tests.support.desk import Desk, event_of


def path_of(event: ConcernRaised) -> str:
    return f"/intake/v1/concerns/{event.concern_id}"


async def correct(
    desk: Desk, event: ConcernRaised, agency: Agency = TRUST, *, seen_version: int = 1, **more: Any
) -> Any:
    async with desk.client(agency, NURSE) as client:
        headers = {"If-Match": f'"{seen_version}"'}
        return await client.put(path_of(event), json=correction(**more), headers=headers)


async def withdraw(desk: Desk, event: ConcernRaised, agency: Agency = TRUST) -> Any:
    async with desk.client(agency, NURSE) as client:
        return await client.post(f"{path_of(event)}/withdrawal", json=WITHDRAWAL)


async def test_what_was_told_before_is_kept_beside_it(desk: Desk) -> None:
    event = await raise_one(desk)
    answer = await correct(desk, event, sources_of_risk=[NEIGHBOUR], location="other")
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    view = await seen(desk, path_of(event), COUNCIL)
    assert (view["what_happened"], view["version"]) == (ANEW, 2)
    assert view["why"] == WHY
    assert [source["source"] for source in view["sources_of_risk"]] == ["other_known"]
    [earlier] = (await seen(desk, f"{path_of(event)}/earlier", COUNCIL))["items"]
    assert (earlier["what_happened"], earlier["version"]) == (WHAT_HAPPENED, 1)
    assert earlier["why"] is None
    assert earlier["sources_of_risk"][0]["name"] == CARE_WORKER["name"]
    assert earlier["location"] == "own_home"


async def test_others_are_told_the_whole_of_it_in_codes(desk: Desk) -> None:
    event = await raise_one(desk)
    await correct(desk, event, abuse_types=["domestic_abuse"], immediate_danger=True)
    [envelope] = await desk.published(ConcernCorrected)
    told = event_of(envelope)
    assert isinstance(told, ConcernCorrected)
    assert (told.version, told.abuse_types, told.immediate_danger) == (2, ("domestic_abuse",), True)
    assert "canary" not in str(envelope)


async def test_whom_it_accuses_now_is_held_and_whom_it_accused_stays_held(desk: Desk) -> None:
    event = await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    await accept(desk, event.case_id, EMPLOYER)
    await correct(desk, event, sources_of_risk=[CARE_WORKER])
    await hidden(desk, path_of(event), EMPLOYER)
    await correct(desk, event, seen_version=2, sources_of_risk=[NEIGHBOUR])
    await hidden(desk, path_of(event), EMPLOYER)
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(case_exclusions))).all()
    assert {row.lifted_at for row in rows} == {None}


async def test_naming_the_employer_aright_ends_the_warning(desk: Desk) -> None:
    stranger = {**CARE_WORKER, "identifiers": [], "organisation_name": "Brightwae Home Caer"}
    event = await raise_one(desk, sources_of_risk=[stranger])
    assert event.has_unmatched_employer
    await correct(desk, event, sources_of_risk=[CARE_WORKER])
    async with desk.database.engine.connect() as connection:
        [case] = (await connection.execute(select(known_cases))).all()
    assert not case.has_unmatched_employer


async def test_a_version_that_has_been_replaced_is_not_written_over(desk: Desk) -> None:
    event = await raise_one(desk)
    await correct(desk, event)
    assert (await correct(desk, event)).status_code == 412
    async with desk.client(TRUST) as client:
        answer = await client.put(path_of(event), json=correction())
    assert answer.status_code == 428
    assert await desk.count(EarlierAccount) == 1


async def test_a_provider_that_reported_its_own_worker_puts_right_what_it_sent(desk: Desk) -> None:
    event = await raise_one(desk, EMPLOYER)
    answer = await correct(desk, event, EMPLOYER, sources_of_risk=[CARE_WORKER])
    assert answer.status_code == 200
    assert (answer.json()["case_id"], answer.json()["lead_agency_id"]) == (None, None)


@pytest.mark.parametrize("agency", [COUNCIL, POLICE])
async def test_others_who_read_it_can_not_change_it(desk: Desk, agency: Agency) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id, POLICE)
    for answer in (await correct(desk, event, agency), await withdraw(desk, event, agency)):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_raiser")
    assert await desk.count(EarlierAccount) == 0


@pytest.mark.parametrize("agency", [BYSTANDER, EMPLOYER])
async def test_who_may_not_know_it_gets_what_it_would_get_for_none(
    desk: Desk, agency: Agency
) -> None:
    event = await raise_one(desk)
    nowhere = event.model_copy(update={"concern_id": uuid4()})
    for act in (correct, withdraw):
        answer, other = await act(desk, event, agency), await act(desk, nowhere, agency)
        assert answer.status_code == other.status_code == 404
        assert answer.json()["code"] == other.json()["code"]
    await hidden(desk, f"{path_of(event)}/earlier", agency)


async def test_a_withdrawn_concern_stays_to_be_read_and_the_case_goes_on(desk: Desk) -> None:
    event = await raise_one(desk)
    answer = await withdraw(desk, event)
    assert answer.status_code == 201, answer.text
    view = await seen(desk, path_of(event), COUNCIL)
    assert view["withdrawal"] == WITHDRAWAL | {"withdrawn_at": "2026-11-22T09:30:00Z"}
    assert view["what_happened"] == WHAT_HAPPENED
    [envelope] = await desk.published(ConcernWithdrawn)
    assert "canary" not in str(envelope)
    await hidden(desk, path_of(event), EMPLOYER)
    case = await seen(desk, f"/intake/v1/cases/{event.case_id}", COUNCIL)
    assert case["state"] == "received"


async def test_a_withdrawn_concern_is_not_changed_any_more(desk: Desk) -> None:
    event = await raise_one(desk)
    await withdraw(desk, event)
    for answer in (await correct(desk, event), await withdraw(desk, event)):
        assert (answer.status_code, answer.json()["code"]) == (409, "concern_withdrawn")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"occurred_on": "2026-11-23"}, "date_in_the_future"),
        ({"occurred_until": "2026-11-23"}, "date_in_the_future"),
        ({"occurred_precision": "month"}, "date_inconsistent"),
        ({"occurred_on": None, "occurred_precision": "day"}, "date_inconsistent"),
        ({"occurred_on": None, "occurred_until": "2026-06-03"}, "date_inconsistent"),
        ({"occurred_until": "2026-06-02"}, "date_inconsistent"),
        ({"sources_of_risk": []}, "source_of_risk_needed"),
        ({"words": None}, "asked_inconsistently"),
    ],
)
async def test_what_can_not_be_is_refused_and_changes_nothing(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    event = await raise_one(desk)
    answer = await correct(desk, event, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await desk.count(EarlierAccount) == 0


@pytest.mark.parametrize(
    ("day", "precision", "until"),
    [
        ("2026-06-01", "month", None),
        ("2026-01-01", "year", None),
        ("2026-06-03", "day", "2026-08-01"),
        (None, "not_known", None),
        (None, None, None),
    ],
)
async def test_a_day_is_told_as_far_as_it_is_known(
    desk: Desk, day: str | None, precision: str | None, until: str | None
) -> None:
    told = {"occurred_on": day, "occurred_precision": precision, "occurred_until": until}
    event = await raise_one(desk, TRUST, NURSE, **told)
    view = await seen(desk, path_of(event), COUNCIL)
    assert {name: view[name] for name in told} == told | {
        "occurred_precision": precision or "not_known"
    }
    assert (event.occurred_precision, str(event.occurred_on)) == (
        view["occurred_precision"],
        str(day),
    )


@pytest.mark.parametrize(
    ("born", "precision", "until", "status"),
    [
        ("2008-06-30", "month", None, 201),
        ("2008-07-01", "month", None, 400),
        ("2008-06-02", "day", "2026-06-03", 201),
        ("2008-11-22", "year", None, 201),
        ("2008-11-23", "year", None, 400),
    ],
)
async def test_who_may_have_been_an_adult_by_then_is_taken_for_one(
    desk: Desk, born: str, precision: str, until: str | None, status: int
) -> None:
    day = "2026-01-01" if precision == "year" else "2026-06-01"
    body = concern(
        adult=adult(date_of_birth=born, nhs_number=None),
        occurred_on=day,
        occurred_precision=precision,
        occurred_until=until,
    )
    async with desk.client(TRUST) as client:
        answer = await client.post("/intake/v1/concerns", json=body)
    assert answer.status_code == status
    assert await desk.count(Concern) == (1 if status == 201 else 0)
