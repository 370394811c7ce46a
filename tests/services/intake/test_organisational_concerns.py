"""Concerns about an organisation: the council's own, with the adults' cases beside them."""

from typing import Any
from uuid import uuid4

import pytest

from services.intake.organisational_concerns.models import OrganisationalConcern, StrandStep
from shared.events.partners import ExclusionDecided
from tests.services.intake.bodies import (
    ACTS_ON_ORGANISATION,
    NEIGHBOUR,
    ORGANISATIONAL_CONCERN,
    WHY,
)
from tests.services.intake.cases import happen, hidden, raise_one, seen
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk

RECORDS = "/intake/v1/organisational-concerns"
DECISION, CLOSURE = ACTS_ON_ORGANISATION["decision"], ACTS_ON_ORGANISATION["closure"]


async def post(
    desk: Desk, path: str, body: Any, agency: Agency = COUNCIL, person: Person | None = NURSE
) -> Any:
    async with desk.client(agency, person) as client:
        return await client.post(path, json=body)


async def raised(desk: Desk, agency: Agency = TRUST, **changes: Any) -> str:
    answer = await post(desk, RECORDS, ORGANISATIONAL_CONCERN | changes, agency)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["Location"]
    return path


async def link(desk: Desk, path: str, case_id: object) -> Any:
    return await post(desk, f"{path}/cases", {"case_id": str(case_id), "why": WHY})


async def test_the_council_reads_all_and_decides(desk: Desk) -> None:
    path = await raised(desk)
    view = await seen(desk, path, COUNCIL)
    assert view["organisation"] == ORGANISATIONAL_CONCERN["organisation"]
    assert view["what_happened"] == ORGANISATIONAL_CONCERN["what_happened"]
    assert (view["steps"], view["case_ids"]) == ([], [])
    for tail, body in (("decision", DECISION), ("closure", CLOSURE)):
        assert (await post(desk, f"{path}/{tail}", body)).status_code == 201
    view = await seen(desk, path, COUNCIL)
    assert view["decision"] == "large_scale_enquiry"
    assert [step["kind"] for step in view["steps"]] == ["decided", "closed"]
    assert view["steps"][0]["words"] == WHY
    assert view["steps"][1]["ending"] == "risk_reduced"
    listed = await seen(desk, RECORDS, COUNCIL)
    assert listed["items"] == [view]


async def test_who_raised_it_reads_what_they_sent(desk: Desk) -> None:
    path = await raised(desk)
    await post(desk, f"{path}/decision", DECISION)
    view = await seen(desk, path, TRUST)
    assert view["what_happened"] == ORGANISATIONAL_CONCERN["what_happened"]
    rest = ("decision", "closed_at", "case_ids", "steps")
    assert {name: view[name] for name in rest} == dict.fromkeys(rest)
    refused = await post(desk, f"{path}/decision", DECISION, TRUST)
    assert (refused.status_code, refused.json()["code"]) == (403, "only_the_lead")


@pytest.mark.parametrize(
    ("agency", "person"),
    [
        (EMPLOYER, NURSE),
        (EMPLOYER, None),
        (POLICE, SAFEGUARDING_LEAD),
        (TRUST, SAFEGUARDING_LEAD),
        (BYSTANDER, NURSE),
        (REAL_COUNCIL, NURSE),
    ],
)
async def test_nobody_else_can_tell_that_there_is_one(
    desk: Desk, agency: Agency, person: Person | None
) -> None:
    path = await raised(desk)
    await hidden(desk, path, agency, person)
    assert (await seen(desk, RECORDS, agency, person))["items"] == []
    for tail, body in ACTS_ON_ORGANISATION.items():
        answer = await post(desk, f"{path}/{tail}", body, agency, person)
        other = await post(desk, f"{RECORDS}/{uuid4()}/{tail}", body, agency, person)
        assert answer.status_code == other.status_code == 404
        assert answer.json()["code"] == other.json()["code"]


async def test_a_unit_of_the_council_itself_does_not_read_what_is_about_it(desk: Desk) -> None:
    place = {"organisation_name": COUNCIL.name, "unit": "district nursing"}
    path = await raised(desk, organisation=place)
    await hidden(desk, path, COUNCIL, NURSE)
    assert (await seen(desk, path, COUNCIL, SAFEGUARDING_LEAD))["steps"] == []


async def test_cases_stand_beside_it_and_stay_as_they_are(desk: Desk) -> None:
    path, case = await raised(desk), await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    told = len(await desk.published())
    answer = await link(desk, path, case.case_id)
    assert answer.status_code == 201, answer.text
    assert answer.json()["case_ids"] == [str(case.case_id)]
    again = await link(desk, path, case.case_id)
    assert (again.status_code, again.json()["code"]) == (409, "case_linked_already")
    assert len(await desk.published()) == told
    removal = {"case_id": str(case.case_id), "why": WHY}
    removed = await post(desk, f"{path}/cases/removal", removal)
    assert (removed.status_code, removed.json()["case_ids"]) == (201, [])
    none = await post(desk, f"{path}/cases/removal", removal)
    assert (none.status_code, none.json()["code"]) == (409, "case_not_linked")


async def test_a_case_that_the_reader_must_not_know_is_left_out(desk: Desk) -> None:
    path, case = await raised(desk), await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    await link(desk, path, case.case_id)
    shut_out = ExclusionDecided(
        case_id=case.case_id,
        synthetic=True,
        exclusion_id=uuid4(),
        agency_id=COUNCIL.id,
        unit=None,
        practitioner_id=NURSE.id,
    )
    await happen(desk, shut_out)
    view = await seen(desk, path, COUNCIL)
    assert (view["case_ids"], view["steps"]) == ([], [])
    assert str(case.case_id) not in str(view)
    assert (await link(desk, path, case.case_id)).status_code == 404
    assert (await link(desk, path, uuid4())).status_code == 404
    other = await seen(desk, path, COUNCIL, SAFEGUARDING_LEAD)
    assert other["case_ids"] == [str(case.case_id)]


async def test_what_is_closed_takes_no_step(desk: Desk) -> None:
    path = await raised(desk)
    await post(desk, f"{path}/closure", CLOSURE)
    for tail in ("decision", "closure"):
        answer = await post(desk, f"{path}/{tail}", ACTS_ON_ORGANISATION[tail])
        assert (answer.status_code, answer.json()["code"]) == (
            409,
            "organisational_concern_closed",
        )
    assert await desk.count(StrandStep) == 1


async def test_a_concern_about_no_place_is_refused(desk: Desk) -> None:
    nowhere = ORGANISATIONAL_CONCERN | {"organisation": {"unit": "east round"}}
    answer = await post(desk, RECORDS, nowhere, TRUST)
    assert (answer.status_code, answer.json()["code"]) == (400, "organisation_unnamed")
    assert await desk.count(OrganisationalConcern) == 0


async def test_a_provider_that_reports_itself_reads_what_it_sent(desk: Desk) -> None:
    named = {"organisation_name": "Brightway Home Care"}
    path = await raised(desk, EMPLOYER, organisation=named)
    assert (await seen(desk, path, EMPLOYER))["steps"] is None
    await hidden(desk, path, EMPLOYER, SAFEGUARDING_LEAD)
