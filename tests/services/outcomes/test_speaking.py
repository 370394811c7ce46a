"""Who speaks with or for the adult: never a source of risk, and an advocate where the law says."""

from itertools import product
from typing import Any

import pytest

from services.outcomes.advocacy.duty import duty_of
from shared.events.outcomes import (
    AdvocacyReviewed,
    AdvocateAllocated,
    AdvocateReferred,
    RepresentativeEnded,
    RepresentativeRecorded,
)
from shared.reference.advocacy import AdvocacyDuty, AppropriatePerson, Difficulty, SourceCheck
from shared.reference.conversations import Recorded as YesNo
from tests.services.outcomes.cases import Case
from tests.services.outcomes.speaking_bodies import (
    ADVOCACY_END,
    ALLOCATION,
    CHECKED,
    ENDING,
    MARK,
    REFERRAL,
    appropriate_person,
    representative,
    review,
)
from tests.support.agencies import COUNCIL, EMPLOYER, TRUST

SOURCE = {**CHECKED, "finding": "is_a_source"}


def duty(
    difficulties: tuple[Difficulty, ...],
    person: AppropriatePerson,
    agrees: YesNo = YesNo.YES,
    wanted: YesNo = YesNo.YES,
    check: SourceCheck = SourceCheck.NOT_A_SOURCE,
) -> AdvocacyDuty:
    return duty_of(
        difficulties, person, person_agrees=agrees, adult_agrees=wanted, source_check=check
    )


@pytest.mark.parametrize("difficulties", [*product(Difficulty, repeat=4)], ids=str)
def test_one_substantial_difficulty_is_enough_and_what_is_unknown_stays_unknown(
    difficulties: tuple[Difficulty, ...],
) -> None:
    found = duty(difficulties, AppropriatePerson.NONE_FOUND)
    if Difficulty.YES in difficulties:
        assert found is AdvocacyDuty.ARISES
    elif Difficulty.NOT_ASSESSED in difficulties:
        assert found is AdvocacyDuty.NOT_YET_KNOWN
    else:
        assert found is AdvocacyDuty.DOES_NOT_ARISE


@pytest.mark.parametrize(
    ("agrees", "wanted", "check"), [*product(YesNo, YesNo, SourceCheck)], ids=str
)
def test_only_somebody_checked_willing_and_wanted_meets_the_duty(
    agrees: YesNo, wanted: YesNo, check: SourceCheck
) -> None:
    found = duty((Difficulty.YES,) * 4, AppropriatePerson.FOUND, agrees, wanted, check)
    is_met = (agrees, wanted, check) == (YesNo.YES, YesNo.YES, SourceCheck.NOT_A_SOURCE)
    expected = AdvocacyDuty.MET_BY_APPROPRIATE_PERSON if is_met else AdvocacyDuty.ARISES
    assert found is expected


async def test_a_representative_is_recorded_with_what_was_seen(case: Case) -> None:
    kept = await case.done("representatives", representative(), TRUST)
    assert kept["person"]["name"] == f"{MARK} Niece"
    assert kept["source_check"]["finding"] == "not_a_source"
    assert (await case.get("representatives", COUNCIL)).json()["items"] == [kept]
    [event] = await case.desk.published(RepresentativeRecorded)
    assert MARK not in str(event)


async def test_a_source_of_risk_never_speaks_for_the_adult(case: Case) -> None:
    for rest, body in (
        ("representatives", representative(source_check=SOURCE)),
        (
            "advocacy/reviews",
            review(
                appropriate_person="found",
                why_none=None,
                who=appropriate_person(source_check=SOURCE),
            ),
        ),
    ):
        answer = await case.post(rest, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "source_cannot_speak_for_adult")
        assert MARK not in answer.text
    assert (await case.get("representatives")).json()["items"] == []


async def test_whoever_becomes_accused_is_ended_and_everyone_is_told(case: Case) -> None:
    kept = await case.done("representatives", representative())
    one = f"representatives/{kept['representative_id']}/ending"
    ended = await case.done(one, ENDING, COUNCIL)
    assert (ended["ended"], ended["why_ended"]) == ("said_to_be_a_source", ENDING["why"])
    assert len(await case.desk.published(RepresentativeEnded)) == 1
    again = await case.post(one, ENDING, COUNCIL)
    assert (again.status_code, again.json()["code"]) == (409, "representative_has_ended")
    assert (await case.post(one, ENDING, EMPLOYER)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"source_check": {"finding": "not_a_source"}}, "check_incomplete"),
        ({"source_check": {**CHECKED, "finding": "not_checked"}}, "check_incomplete"),
        ({"kind": "family_or_friend"}, "authority_inconsistent"),
        ({"document_seen_on": None}, "authority_inconsistent"),
        ({"document_seen": "not_seen"}, "authority_inconsistent"),
        ({"from_on": "2026-02-01", "until_on": "2026-01-01"}, "authority_inconsistent"),
    ],
    ids=["nobody", "somebody", "friend", "when", "unseen", "backwards"],
)
async def test_a_representative_that_does_not_fit_together_is_refused(
    case: Case, changes: dict[str, Any], code: str
) -> None:
    answer = await case.post("representatives", representative(**changes))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert MARK not in answer.text


async def test_the_duty_is_reviewed_and_the_newest_review_counts(case: Case) -> None:
    assert (await case.get("advocacy")).json()["duty"] == "not_yet_known"
    first = await case.done("advocacy/reviews", review())
    assert first["duty"] == "arises"
    found = review(appropriate_person="found", why_none=None, who=appropriate_person())
    await case.done("advocacy/reviews", found)
    advocacy = (await case.get("advocacy")).json()
    assert advocacy["duty"] == "met_by_appropriate_person"
    assert [one["duty"] for one in advocacy["reviews"]] == ["met_by_appropriate_person", "arises"]
    events = await case.desk.published(AdvocacyReviewed)
    assert [event["data"]["duty"] for event in events] == ["arises", "met_by_appropriate_person"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"who": appropriate_person()}, 400, "person_incomplete"),
        ({"appropriate_person": "found"}, 400, "person_incomplete"),
        ({"appropriate_person": "not_looked_for"}, 400, "person_incomplete"),
        (
            {
                "appropriate_person": "found",
                "why_none": None,
                "who": appropriate_person(is_paid_to_care="yes"),
            },
            409,
            "person_not_appropriate",
        ),
        (
            {
                "appropriate_person": "found",
                "why_none": None,
                "who": appropriate_person(adult_agrees="no"),
            },
            409,
            "person_not_appropriate",
        ),
    ],
    ids=["both", "nobody", "not looked", "paid", "unwanted"],
)
async def test_a_person_who_is_not_appropriate_is_refused(
    case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await case.post("advocacy/reviews", review(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert MARK not in answer.text


async def test_an_advocate_is_asked_for_found_and_ends_each_once(case: Case) -> None:
    asked = await case.done("advocacy/referrals", REFERRAL, COUNCIL)
    one = f"advocacy/referrals/{asked['referral_id']}"
    early = ALLOCATION | {"allocated_on": "2026-11-01"}
    assert (await case.post(f"{one}/allocation", early)).status_code == 409
    await case.done(f"{one}/allocation", ALLOCATION)
    assert (await case.post(f"{one}/allocation", ALLOCATION)).status_code == 409
    ended = await case.done(f"{one}/ending", ADVOCACY_END)
    assert (ended["ended"], ended["advocate"]["name"]) == ("enquiry_ended", f"{MARK} Advocate")
    again = await case.post(f"{one}/ending", ADVOCACY_END)
    assert (again.status_code, again.json()["code"]) == (409, "advocacy_out_of_order")
    assert len(await case.desk.published(AdvocateReferred)) == 1
    assert len(await case.desk.published(AdvocateAllocated)) == 1
    assert MARK not in str(await case.desk.published())
    future = REFERRAL | {"referred_on": "2027-01-01"}
    assert (await case.post("advocacy/referrals", future)).status_code == 400
