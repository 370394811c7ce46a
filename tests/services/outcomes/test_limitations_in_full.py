"""All that a decision against a wish should say, with what it does not say named as a gap."""

from typing import Any
from uuid import uuid4

import pytest

from services.outcomes.limitations.models import Limitation
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.services.outcomes.wish_bodies import full_limitation
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, POLICE, REAL_TRUST, Agency, named
from tests.support.desk import Desk

GAPS = [
    "evidence",
    "alternatives",
    "authority",
    "decided_at",
    "legal_advice",
    "court_route",
    "shared",
    "lawful_basis",
]
SHARE = {"what": "Her name", "why_minimum": "No less would do."}


async def limit(case: Case, body: dict[str, Any]) -> Any:
    return await case.post(f"desired-outcomes/{await case.wish()}/limitations", body)


async def test_all_that_was_told_is_shown_and_nothing_is_missing(case: Case) -> None:
    wish_id = await case.wish()
    answer = await case.done(f"desired-outcomes/{wish_id}/limitations", full_limitation())
    expected = full_limitation(decided_at="2026-11-22T08:00:00Z")
    expected["shared"][0]["with_body"] = expected["shared"][1]["with_agency_id"] = None
    assert {name: answer[name] for name in expected} == expected
    assert answer["gaps"] == []
    listed = (await case.get(f"desired-outcomes/{wish_id}/limitations", POLICE)).json()
    assert listed["items"] == [answer]


async def test_what_is_not_said_is_named_as_a_gap(case: Case) -> None:
    answer = (await limit(case, bodies.limitation())).json()
    assert answer["gaps"] == GAPS
    assert (answer["legal_advice"], answer["court_route"]) == ("not_recorded", "not_recorded")


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"alternatives": [], "shared": [], "lawful_basis": None, "condition": None}, []),
        ({"lawful_basis": None, "condition": None}, ["lawful_basis"]),
        ({"shared": None}, ["shared"]),
        ({"reasons": ["lacks_capacity", "crime"]}, ["capacity_assessment"]),
        ({"reasons": ["lacks_capacity"], "capacity_assessment_id": str(uuid4())}, []),
        ({"condition": None}, []),
    ],
    ids=["none is an answer", "no basis", "no sharing told", "no assessment", "assessed", "basis"],
)
async def test_none_is_an_answer_and_nothing_is_a_gap(
    case: Case, changes: dict[str, Any], gaps: list[str]
) -> None:
    answer = await limit(case, full_limitation(**changes))
    assert (answer.status_code, answer.json()["gaps"]) == (201, gaps)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"legal_advice_sought_on": None}, 400, "limitation_inconsistent"),
        ({"legal_advice": "not_sought"}, 400, "limitation_inconsistent"),
        ({"capacity_assessment_id": str(uuid4())}, 400, "limitation_inconsistent"),
        ({"condition": "dpa_2018_sch8_para4"}, 400, "limitation_inconsistent"),
        ({"lawful_basis": None}, 400, "limitation_inconsistent"),
        ({"shared": [SHARE]}, 400, "limitation_inconsistent"),
        (
            {"shared": [SHARE | {"with_body": "DBS", "with_agency_id": str(POLICE.id)}]},
            400,
            "limitation_inconsistent",
        ),
        ({"decided_at": "2026-11-22T09:30:01Z"}, 400, "not_yet_happened"),
        ({"legal_advice_sought_on": "2026-11-23"}, 400, "not_yet_happened"),
        ({"shared": [SHARE | {"with_agency_id": str(uuid4())}]}, 400, "unknown_agency_named"),
        (
            {"shared": [SHARE | {"with_agency_id": str(REAL_TRUST.id)}]},
            400,
            "unknown_agency_named",
        ),
        ({"shared": [SHARE | {"with_body": "x" * 201}]}, 422, "malformed_input"),
        ({"shared": [SHARE | {"with_body": "DBS"}] * 21}, 422, "malformed_input"),
        ({"alternatives": [{"what": "A warning"}]}, 422, "malformed_input"),
        ({"court_route": "crown_court"}, 422, "malformed_input"),
        ({"lawful_basis": "consent"}, 422, "malformed_input"),
        ({"evidence": "\x1b"}, 422, "malformed_input"),
    ],
)
async def test_particulars_that_contradict_each_other_change_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await limit(case, full_limitation(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bodies.CANARY not in answer.text
    assert await desk.count(Limitation) == 0


async def test_what_was_shared_may_name_any_agency_of_the_exchange(case: Case) -> None:
    """Whether it may know of the case is not told: the accused's employer looks like any other."""
    answers = [
        await limit(case, full_limitation(shared=[SHARE | {"with_agency_id": str(agency.id)}]))
        for agency in (POLICE, BYSTANDER, EMPLOYER)
    ]
    assert {answer.status_code for answer in answers} == {201}


@pytest.mark.parametrize("agency", [COUNCIL, POLICE], ids=named)
async def test_the_lead_or_a_party_decides(case: Case, agency: Agency) -> None:
    answer = await limit(case, full_limitation(decided_by_agency_id=str(agency.id)))
    assert answer.json()["decided_by_agency_id"] == str(agency.id)


async def test_whoever_may_not_decide_looks_like_an_agency_that_does_not_exist(
    desk: Desk, case: Case
) -> None:
    wish_id = await case.wish()
    refusals = []
    for agency_id in (str(uuid4()), str(EMPLOYER.id), str(BYSTANDER.id)):
        body = full_limitation(decided_by_agency_id=agency_id)
        answer = await case.post(f"desired-outcomes/{wish_id}/limitations", body)
        refusals.append((answer.status_code, answer.json() | {"request_id": None}))
    assert refusals[0] == refusals[1] == refusals[2]
    assert (refusals[0][0], refusals[0][1]["code"]) == (400, "deciding_agency_takes_no_part")
    assert await desk.count(Limitation) == 0
