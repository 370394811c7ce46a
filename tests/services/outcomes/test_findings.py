"""What a concluded enquiry found: told in part or in full, and each gap named."""

from typing import Any

import pytest
from sqlalchemy import select

from services.outcomes.conclusions.findings import gaps_of
from services.outcomes.conclusions.models import FindingsVersion
from services.outcomes.statistics.models import EnquiryFact
from shared.events.outcomes import ConclusionDescribed, EnquiryConcluded
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from shared.reference.sac_concluded import (
    SG2A_LABELS,
    SG2B_LABELS,
    SG2C_LABELS,
    SOURCE_LABELS,
)
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conclusion_bodies import completion, ended_early, findings
from tests.support.agencies import COUNCIL, TRUST
from tests.support.desk import Desk

EVERY_GAP = [
    "types_of_risk",
    "sources_of_risk",
    "locations",
    "risk_assessment",
    "action",
    "capacity",
    "whether_asked",
]


async def conclude(case: Case, **more: Any) -> dict[str, Any]:
    answer = await case.done("conclusion", bodies.CONCLUSION | more, COUNCIL)
    conclusion: dict[str, Any] = answer["conclusion"]
    return conclusion


async def complete(case: Case, **changes: Any) -> tuple[int, dict[str, Any]]:
    seen = (await case.get("enquiry", COUNCIL)).headers["ETag"]
    response = await case.put("conclusion", completion(**changes), seen, COUNCIL)
    answer: dict[str, Any] = response.json()
    return response.status_code, answer


async def test_whatever_nobody_recorded_is_named(case: Case) -> None:
    conclusion = await conclude(case)
    assert conclusion["gaps"] == EVERY_GAP
    assert conclusion["findings"]["risks"] is None
    assert conclusion["findings"]["risk_assessment"] == "not_recorded"


async def test_a_conclusion_told_in_full_has_no_gap(desk: Desk, case: Case) -> None:
    await case.wish()
    await case.judge(None)
    conclusion = await conclude(case, findings=findings())
    assert conclusion["gaps"] == []
    told = conclusion["findings"]
    assert {name: told[name] for name in findings()} == findings()
    (event,) = await desk.published(ConclusionDescribed)
    assert {name: event["data"][name] for name in findings()} == findings()


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"risk_outcome": "not_recorded"}, ["risk_outcome"]),
        ({"support": "not_recorded"}, ["support"]),
        ({"lacked_capacity": "no", "support": "not_recorded"}, []),
        ({"risk_assessment": "inconclusive", "risk_outcome": "not_recorded"}, []),
        ({"lacked_capacity": "dont_know", "support": "not_recorded"}, []),
        ({"risks": [{"type": "neglect"}]}, ["sources_of_risk", "locations"]),
        ({"risks": [{"type": "neglect", "source": "other_known"}]}, ["locations"]),
        ({"risks": None}, ["types_of_risk", "sources_of_risk", "locations"]),
    ],
)
async def test_an_answer_is_a_gap_only_where_it_is_called_for(
    case: Case, changes: dict[str, Any], gaps: list[str]
) -> None:
    conclusion = await conclude(case, findings=findings(**changes))
    assert conclusion["gaps"] == [*gaps, "whether_asked"]


async def test_a_wish_that_nobody_judged_is_a_gap(case: Case) -> None:
    await case.wish()
    assert (await conclude(case, findings=findings()))["gaps"] == ["whether_achieved"]


@pytest.mark.parametrize(
    "changes",
    [
        {"risk_assessment": "inconclusive"},
        {"lacked_capacity": "no"},
        {"lacked_capacity": "dont_know"},
        {"risk_assessment": "ceased_at_individuals_request", "risk_outcome": "not_recorded"},
    ],
    ids=["no risk to remove", "capacity", "capacity not known", "ceased, yet action"],
)
async def test_answers_that_exclude_each_other_are_refused(
    desk: Desk, case: Case, changes: dict[str, Any]
) -> None:
    body = bodies.CONCLUSION | {"findings": findings(**changes)}
    response = await case.post("conclusion", body, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (400, "findings_inconsistent")
    assert (await case.enquiry())["state"] == "open"
    assert await desk.published(EnquiryConcluded) == []
    assert await desk.published(ConclusionDescribed) == []


@pytest.mark.parametrize(
    "broken", [{"risks": []}, {"risks": [{"type": "rudeness"}]}, {"action": None}, {"more": 1}]
)
async def test_findings_are_codes_of_the_collection(case: Case, broken: dict[str, Any]) -> None:
    body = bodies.CONCLUSION | {"findings": findings(**broken)}
    assert (await case.post("conclusion", body, COUNCIL)).status_code == 422


async def test_what_the_concern_was_about_is_shown_and_is_no_finding(case: Case) -> None:
    await conclude(case)
    enquiry = await case.enquiry()
    assert enquiry["from_concerns"] == {
        "types": ["financial_or_material"],
        "sources": ["service_provider"],
        "locations": ["own_home"],
    }
    assert enquiry["conclusion"]["findings"]["risks"] is None


async def test_gaps_are_filled_later_and_the_result_stays(desk: Desk, case: Case) -> None:
    await case.wish()
    await case.judge(None)
    first = await conclude(case)
    status, enquiry = await complete(case)
    conclusion = enquiry["conclusion"]
    assert (status, conclusion["gaps"]) == (200, [])
    assert (conclusion["findings"]["version"], conclusion["findings"]["why"]) == (
        2,
        completion()["why"],
    )
    assert conclusion["result"] == first["result"]
    assert conclusion["concluded_at"] == first["concluded_at"]
    assert await desk.count(FindingsVersion) == 2
    assert [one["data"]["version"] for one in await desk.published(ConclusionDescribed)] == [1, 2]
    assert len(await desk.published(EnquiryConcluded)) == 1


async def test_nobody_overwrites_findings_that_they_did_not_see(desk: Desk, case: Case) -> None:
    await conclude(case)
    seen = (await case.get("enquiry", COUNCIL)).headers["ETag"]
    assert (await case.put("conclusion", completion(), seen, COUNCIL)).status_code == 200
    again = await case.put("conclusion", completion(action="not_taken"), seen, COUNCIL)
    assert (again.status_code, again.json()["code"]) == (412, "precondition_failed")
    assert (await case.put("conclusion", completion(), None, COUNCIL)).status_code == 428
    assert await desk.count(FindingsVersion) == 2


async def test_an_open_enquiry_has_no_gaps_to_fill(desk: Desk, case: Case) -> None:
    status, problem = await complete(case)
    assert (status, problem["code"]) == (409, "enquiry_not_concluded")
    assert await desk.count(FindingsVersion) == 0


async def test_a_party_does_not_fill_gaps(case: Case) -> None:
    await conclude(case)
    seen = (await case.get("enquiry")).headers["ETag"]
    assert (await case.put("conclusion", completion(), seen, TRUST)).status_code == 403


async def test_findings_put_right_later_follow_the_same_rules(case: Case) -> None:
    await conclude(case)
    status, problem = await complete(case, lacked_capacity="no")
    assert (status, problem["code"]) == (400, "findings_inconsistent")
    assert (await case.enquiry())["conclusion"]["findings"]["version"] == 1


CEASED = {
    "risk_assessment": "ceased_at_individuals_request",
    "action": "not_taken",
    "risk_outcome": "not_recorded",
}


async def test_an_enquiry_ceases_at_the_adults_request(case: Case) -> None:
    conclusion = await conclude(case, findings=findings(**CEASED), ended_early=ended_early())
    assert conclusion["ended_early"]["words"] == ended_early()["words"]
    assert conclusion["ended_early"]["capacity"] == "has"
    assert conclusion["findings"]["risk_assessment"] == "ceased_at_individuals_request"


async def test_no_enquiry_ceases_at_a_request_that_nobody_made(case: Case) -> None:
    body = bodies.CONCLUSION | {"findings": findings(**CEASED)}
    response = await case.post("conclusion", body, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (400, "findings_inconsistent")


async def test_one_adults_request_does_not_end_what_protects_others(case: Case) -> None:
    asked = ended_early(others_at_risk="yes")
    response = await case.post("conclusion", bodies.CONCLUSION | {"ended_early": asked}, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (409, "others_are_at_risk")
    assert (await case.enquiry())["state"] == "open"
    goes_on = asked | {"continues": "As an enquiry about the home."}
    assert (await conclude(case, ended_early=goes_on))["ended_early"]["continues"] is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asked_at": "2026-11-22T09:30:01Z"}, "not_yet_happened"),
        ({"continues": "Elsewhere."}, "findings_inconsistent"),
    ],
)
async def test_a_request_to_stop_was_made_and_hangs_together(
    case: Case, changes: dict[str, Any], code: str
) -> None:
    body = bodies.CONCLUSION | {"ended_early": ended_early(**changes)}
    response = await case.post("conclusion", body, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (400, code)


async def test_the_facts_follow_the_newest_findings(desk: Desk, case: Case) -> None:
    await conclude(case)
    await complete(case)
    async with desk.database.transaction() as session:
        fact = (await session.scalars(select(EnquiryFact))).one()
    assert {name: getattr(fact, name) for name in findings()} == findings()


def test_every_code_has_its_official_row() -> None:
    assert set(SG2A_LABELS) == set(AbuseType)
    assert set(SG2B_LABELS) == set(Location)
    assert set(SOURCE_LABELS) == set(SourceOfRisk)
    assert len(set(SG2C_LABELS.values())) == 7


def test_an_enquiry_concluded_before_findings_were_kept_has_every_gap() -> None:
    assert gaps_of(None, Asked.NOT_RECORDED, None) == EVERY_GAP
    assert gaps_of(None, Asked.NOT_ASKED, None) == EVERY_GAP[:-1]
