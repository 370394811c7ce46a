"""Each agency says for itself how it goes about Making Safeguarding Personal."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from services.partners.approaches.models import ApproachVersion
from shared.access.caller import Scope
from shared.events.partners import ApproachDeclared
from tests.services.partners.cases import Cases, code_of
from tests.support.agencies import (
    AGENCY_SCOPES,
    COUNCIL,
    POLICE,
    REAL_COUNCIL,
    TRUST,
    Agency,
)

LEAD = "Winifred Okonkwo-Vane"
NOTES = "We lost two trainers in June."

APPROACH: dict[str, Any] = {
    "implementation": ["developing_practice", "changed_systems"],
    "people_trained": 41,
    "people_to_train": 60,
    "staff_in_scope": 850,
    "referrals": "not_recorded",
    "specialist_team": "yes",
    "named_lead": {"name": LEAD, "role": "head_of_safeguarding"},
    "notes": NOTES,
}
PERIOD = {"financial_year": "2026-27"}


async def declare(cases: Cases, agency: Agency, **more: Any) -> httpx.Response:
    return await cases.post(agency, "/approaches", {**APPROACH, "period": PERIOD, **more})


async def revise(
    cases: Cases, agency: Agency, approach_id: str, *, seen: str | None, **more: Any
) -> httpx.Response:
    headers = {} if seen is None else {"If-Match": seen}
    async with cases.desk.client(agency) as client:
        return await client.put(
            f"/partners/v1/approaches/{approach_id}", json={**APPROACH, **more}, headers=headers
        )


async def test_an_agency_reads_what_it_declared(cases: Cases) -> None:
    made = await declare(cases, TRUST)
    assert made.status_code == 201, made.text
    read = await cases.get(TRUST, made.headers["Location"].removeprefix("/partners/v1"))
    assert read.headers["ETag"] == '"1"'
    approach = read.json()
    assert (approach["first_day"], approach["last_day"]) == ("2026-04-01", "2027-03-31")
    assert approach["financial_year"] == "2026-27"
    assert approach["implementation"] == ["developing_practice", "changed_systems"]
    assert (approach["people_trained"], approach["people_to_train"]) == (41, 60)
    assert approach["named_lead"] == {"named": "yes", "name": LEAD, "role": "head_of_safeguarding"}
    assert approach["notes"] == NOTES
    assert approach["declared_by_practitioner_id"] == "nurse-1"
    assert approach["declared_at"] == "2026-11-22T09:30:00Z"
    listed = await cases.get(TRUST, "/approaches")
    assert [item["approach_id"] for item in listed.json()["items"]] == [approach["approach_id"]]


async def test_missing_is_never_zero_and_zero_is_never_missing(cases: Cases) -> None:
    made = await declare(
        cases,
        TRUST,
        people_trained=0,
        people_to_train="not_supplied",
        staff_in_scope="not_recorded",
        implementation="not_recorded",
        specialist_team="not_recorded",
        named_lead="not_recorded",
    )
    approach = made.json()
    assert approach["people_trained"] == 0
    assert approach["people_to_train"] == "not_supplied"
    assert approach["staff_in_scope"] == approach["referrals"] == "not_recorded"
    assert approach["implementation"] == approach["specialist_team"] == "not_recorded"
    assert approach["named_lead"] == {"named": "not_recorded", "name": None, "role": None}
    (event,) = await cases.desk.published(ApproachDeclared)
    assert event["data"]["people_trained"] == 0
    assert event["data"]["people_to_train"] == "not_supplied"


@pytest.mark.parametrize(
    "figure", ["people_trained", "people_to_train", "staff_in_scope", "referrals"]
)
@pytest.mark.parametrize("value", [None, -1, 1.5, True, "", "unknown", "12"])
async def test_a_figure_is_a_number_or_says_why_there_is_none(
    cases: Cases, figure: str, value: Any
) -> None:
    assert code_of(await declare(cases, TRUST, **{figure: value})) == (422, "malformed_input")
    assert await cases.desk.published(ApproachDeclared) == []


async def test_a_figure_left_out_is_refused(cases: Cases) -> None:
    body = {**APPROACH, "period": PERIOD}
    del body["referrals"]
    assert code_of(await cases.post(TRUST, "/approaches", body)) == (422, "malformed_input")


async def test_a_revision_keeps_the_version_before_with_who_and_when(cases: Cases) -> None:
    approach_id = (await declare(cases, TRUST)).json()["approach_id"]
    revised = await revise(cases, TRUST, approach_id, seen='"1"', people_trained=55, notes=None)
    assert revised.status_code == 200, revised.text
    assert revised.headers["ETag"] == '"2"'
    history = (await cases.get(TRUST, f"/approaches/{approach_id}")).json()
    assert (history["version"], history["people_trained"], history["notes"]) == (2, 55, None)
    (earlier,) = history["earlier_versions"]
    assert (earlier["version"], earlier["people_trained"]) == (1, 41)
    assert earlier["notes"] == NOTES
    told = [event["data"]["version"] for event in await cases.desk.published(ApproachDeclared)]
    assert told == [1, 2]


async def test_nobody_overwrites_what_they_did_not_see(cases: Cases) -> None:
    approach_id = (await declare(cases, TRUST)).json()["approach_id"]
    assert (await revise(cases, TRUST, approach_id, seen='"1"')).status_code == 200
    late = await revise(cases, TRUST, approach_id, seen='"1"', people_trained=1)
    assert code_of(late) == (412, "precondition_failed")
    blind = await revise(cases, TRUST, approach_id, seen=None)
    assert code_of(blind) == (428, "precondition_required")
    assert await cases.desk.count(ApproachVersion) == 2


async def test_one_day_is_declared_once(cases: Cases) -> None:
    assert (await declare(cases, TRUST)).status_code == 201
    quarter = {"first_day": "2027-03-31", "last_day": "2027-06-30"}
    assert code_of(await declare(cases, TRUST, period=quarter)) == (409, "period_declared_already")
    beside = {"first_day": "2027-04-01", "last_day": "2027-06-30"}
    assert (await declare(cases, TRUST, period=beside)).status_code == 201
    assert (await declare(cases, POLICE)).status_code == 201


@pytest.mark.parametrize(
    "period",
    [
        {"financial_year": "2026-28"},
        {"financial_year": "26-27"},
        {"financial_year": "2003-04"},
        {"first_day": "2026-04-01", "last_day": "2026-04-01"},
        {"first_day": "2026-04-02", "last_day": "2026-04-01"},
        {"first_day": "2026-04-01", "last_day": "2036-04-01"},
    ],
)
async def test_an_unsuitable_period_is_refused(cases: Cases, period: dict[str, str]) -> None:
    assert code_of(await declare(cases, TRUST, period=period)) == (400, "unsuitable_period")


async def test_figures_that_cannot_be_true_together_are_refused(cases: Cases) -> None:
    more = await declare(cases, TRUST, people_trained=61)
    assert code_of(more) == (400, "more_trained_than_to_train")
    unnamed = await declare(cases, TRUST, named_lead="yes")
    assert code_of(unnamed) == (400, "lead_unnamed")


async def test_others_are_shown_codes_and_numbers_and_no_name(cases: Cases) -> None:
    await declare(cases, TRUST)
    await declare(cases, COUNCIL, specialist_team="no")
    shown = await cases.get(COUNCIL, "/declared-approaches")
    (item,) = shown.json()["items"]
    assert item["kind"] == "nhs_trust"
    assert (item["lead"], item["lead_role"]) == ("yes", "head_of_safeguarding")
    assert (item["people_trained"], item["referrals"]) == (41, "not_recorded")
    for telling in (LEAD, NOTES, TRUST.name, str(TRUST.id), "approach_id"):
        assert telling not in shown.text


async def test_made_up_and_real_agencies_do_not_see_one_another(cases: Cases) -> None:
    await declare(cases, TRUST)
    await declare(cases, REAL_COUNCIL)
    for agency in (TRUST, REAL_COUNCIL):
        assert (await cases.get(agency, "/declared-approaches")).json()["items"] == []


async def test_another_agencys_approach_is_not_there(cases: Cases) -> None:
    approach_id = (await declare(cases, TRUST)).json()["approach_id"]
    for answer in (
        await cases.get(COUNCIL, f"/approaches/{approach_id}"),
        await cases.get(COUNCIL, f"/approaches/{uuid4()}"),
        await revise(cases, COUNCIL, approach_id, seen='"1"'),
    ):
        assert code_of(answer) == (404, "not_found")


async def test_each_scope_opens_its_own_door(cases: Cases) -> None:
    for scope, path in (
        (Scope.AGENCY_MANAGE, "/approaches"),
        (Scope.STATISTICS_READ, "/declared-approaches"),
    ):
        async with cases.desk.client(TRUST, scopes=AGENCY_SCOPES - {scope}) as client:
            assert code_of(await client.get(f"/partners/v1{path}")) == (403, "scope_missing")


async def test_the_leads_name_and_the_notes_stay_encrypted_and_leave_in_no_event(
    cases: Cases,
) -> None:
    await declare(cases, TRUST)
    async with cases.desk.database.engine.connect() as connection:
        row = (await connection.execute(select(ApproachVersion.__table__))).one()
    kept = " ".join(str(value) for value in row)
    (event,) = await cases.desk.published(ApproachDeclared)
    for word in (LEAD, NOTES):
        assert word not in kept
        assert word not in str(event)
    assert event["data"]["lead_role"] == "head_of_safeguarding"
    assert event["synthetic"] is True
