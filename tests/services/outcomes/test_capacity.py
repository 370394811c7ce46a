"""Capacity is for one decision on one day; its lack takes all that the Act says, and no more."""

from datetime import date
from typing import Any

import pytest

from services.outcomes.capacity.sac_capacity import sac_capacity
from shared.events.outcomes import BestInterestsDecided, CapacityAssessed
from shared.reference.mental_capacity import CapacityConclusion, DecisionKind
from shared.reference.sac_concluded import LackedCapacity
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conclusion_bodies import findings
from tests.services.outcomes.speaking_bodies import (
    ENDING,
    MARK,
    ability,
    able,
    assessment,
    best_interests,
    representative,
)
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST

HAS, LACKS, FLUCTUATES, UNABLE, REFUSED = CapacityConclusion
ENQUIRY, OTHER = DecisionKind
EARLIER, LATER = date(2026, 11, 1), date(2026, 11, 20)


async def known(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = (await case.get("capacity", COUNCIL)).json()
    return found


@pytest.mark.parametrize(
    ("assessed", "answer"),
    [
        ([], LackedCapacity.NOT_RECORDED),
        ([(OTHER, LATER, LACKS)], LackedCapacity.NOT_RECORDED),
        ([(ENQUIRY, LATER, LACKS)], LackedCapacity.YES),
        ([(ENQUIRY, LATER, HAS)], LackedCapacity.NO),
        ([(ENQUIRY, LATER, FLUCTUATES)], LackedCapacity.DONT_KNOW),
        ([(ENQUIRY, LATER, UNABLE)], LackedCapacity.DONT_KNOW),
        ([(ENQUIRY, LATER, REFUSED)], LackedCapacity.DONT_KNOW),
        ([(ENQUIRY, LATER, HAS), (ENQUIRY, EARLIER, LACKS)], LackedCapacity.NO),
        ([(ENQUIRY, EARLIER, HAS), (OTHER, LATER, LACKS)], LackedCapacity.NO),
    ],
    ids=["none", "other", "lacks", "has", "fluctuates", "unable", "refused", "newer", "mixed"],
)
def test_the_official_answer_is_of_the_enquirys_decision_alone(
    assessed: list[Any], answer: LackedCapacity
) -> None:
    assert sac_capacity(assessed) is answer


async def test_an_assessment_is_kept_with_the_adults_own_words(case: Case) -> None:
    kept = await case.done("capacity", assessment(), TRUST)
    assert kept["retain"] == {"answer": "unable", "words": f"{MARK}: who are you?"}
    found = await known(case)
    assert found["sac_capacity"] == "yes"
    assert found["items"] == [kept]
    [event] = await case.desk.published(CapacityAssessed)
    assert MARK not in str(event)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"retain": ability()}, "incapacity_not_shown"),
        ({"impairment": None}, "incapacity_not_shown"),
        ({"causal_link": None}, "incapacity_not_shown"),
        ({"conclusion": "has_capacity"}, "capacity_contradicted"),
        ({"conclusion": "fluctuates"}, "reassessment_needed"),
        ({"conclusion": "fluctuates", "retain": ability()}, "incapacity_not_shown"),
        ({"assessed_on": "2027-01-01"}, "not_yet_happened"),
    ],
    ids=["able", "impairment", "link", "contradicted", "reassess", "fluctuates", "future"],
)
async def test_a_lack_of_capacity_that_is_not_shown_is_refused(
    case: Case, changes: dict[str, Any], code: str
) -> None:
    answer = await case.post("capacity", assessment(**changes))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert MARK not in answer.text
    assert (await known(case))["items"] == []


@pytest.mark.parametrize("missing", ["decision", "assessed_on", "support_given", "trigger"])
async def test_no_assessment_goes_without_its_decision_and_its_day(
    case: Case, missing: str
) -> None:
    body = assessment()
    del body[missing]
    answer = await case.post("capacity", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{missing}"


@pytest.mark.parametrize("conclusion", ["unable_to_assess", "refused"])
async def test_what_could_not_be_assessed_needs_no_impairment(case: Case, conclusion: str) -> None:
    await case.done("capacity", able(conclusion=conclusion, retain=ability("not_assessed")))
    assert (await known(case))["sac_capacity"] == "dont_know"


async def test_a_later_assessment_takes_the_place_of_the_earlier_which_stays(case: Case) -> None:
    first = await case.done("capacity", assessment())
    again = able(supersedes_assessment_id=first["assessment_id"], assessed_on="2026-11-22")
    await case.done("capacity", again)
    found = await known(case)
    assert found["sac_capacity"] == "no"
    assert [one["is_current"] for one in found["items"]] == [True, False]
    refused = await case.post("capacity", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "assessment_already_superseded")


async def test_who_may_not_know_of_the_case_reads_nothing_of_it(case: Case) -> None:
    await case.done("capacity", assessment())
    for rest in ("capacity", "best-interests", "advocacy", "representatives"):
        assert (await case.get(rest, EMPLOYER)).status_code == 404
        assert (await case.get(rest, POLICE)).status_code == 200
    assert (await case.post("capacity", assessment(), EMPLOYER)).status_code == 404
    assert (await case.post("capacity", assessment(), None)).status_code == 401


async def test_a_decision_for_the_adult_rests_on_the_lack_of_capacity(case: Case) -> None:
    lacking = (await case.done("capacity", assessment()))["assessment_id"]
    decided = await case.done("best-interests", best_interests(lacking), COUNCIL)
    assert decided["wishes_and_feelings"].startswith(MARK)
    assert (await case.get("best-interests")).json()["items"] == [decided]
    [event] = await case.desk.published(BestInterestsDecided)
    assert MARK not in str(event)


async def test_nobody_decides_for_an_adult_who_can(case: Case) -> None:
    can = (await case.done("capacity", able()))["assessment_id"]
    answer = await case.post("best-interests", best_interests(can))
    assert (answer.status_code, answer.json()["code"]) == (409, "capacity_not_lacking")
    lacking = (await case.done("capacity", assessment()))["assessment_id"]
    await case.done("capacity", able(supersedes_assessment_id=lacking))
    answer = await case.post("best-interests", best_interests(lacking))
    assert answer.status_code == 409
    nowhere = await case.post("best-interests", best_interests(str(case.id)))
    assert nowhere.status_code == 404


async def test_nobody_is_asked_for_the_adult_who_is_not_checked_or_has_ended(case: Case) -> None:
    lacking = (await case.done("capacity", assessment()))["assessment_id"]
    unchecked = await case.done(
        "representatives", representative(source_check={"finding": "not_checked"})
    )
    usable = await case.done("representatives", representative())
    body = best_interests(lacking, representative_id=usable["representative_id"])
    await case.done("best-interests", body)
    await case.done(f"representatives/{usable['representative_id']}/ending", ENDING)
    for one in (unchecked, usable):
        body = best_interests(lacking, representative_id=one["representative_id"])
        answer = await case.post("best-interests", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "representative_not_usable")


async def test_the_chosen_option_is_one_of_them(case: Case) -> None:
    lacking = (await case.done("capacity", assessment()))["assessment_id"]
    answer = await case.post("best-interests", best_interests(lacking, chosen_option=3))
    assert (answer.status_code, answer.json()["code"]) == (400, "options_needed")


async def test_a_decision_for_the_adult_changes_no_wish_and_no_verdict(case: Case) -> None:
    wish = await case.wish()
    await case.judge(wish)
    before = await case.enquiry()
    lacking = (await case.done("capacity", assessment()))["assessment_id"]
    await case.done("best-interests", best_interests(lacking))
    after = await case.enquiry()
    assert after["desired_outcomes"] == before["desired_outcomes"]
    assert after["asked"] == before["asked"]


async def test_a_conclusion_takes_what_was_assessed_where_it_says_nothing(case: Case) -> None:
    await case.done("capacity", assessment())
    await case.converse()
    concluded = (await case.conclude())["conclusion"]
    assert concluded["findings"]["lacked_capacity"] == "yes"
    assert "capacity" not in concluded["gaps"]


async def test_a_conclusion_that_says_otherwise_than_the_assessment_is_named(case: Case) -> None:
    await case.done("capacity", able())
    await case.converse()
    body = bodies.CONCLUSION | {"findings": findings(lacked_capacity="yes")}
    concluded = (await case.done("conclusion", body, COUNCIL))["conclusion"]
    assert concluded["findings"]["lacked_capacity"] == "yes"
    assert "capacity_differs" in concluded["gaps"]
