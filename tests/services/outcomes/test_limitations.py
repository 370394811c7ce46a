"""Limitations: why a wish can't be delivered, and the honest conversation. The wish stays."""

from typing import Any
from uuid import uuid4

import pytest

from services.outcomes.limitations.models import Limitation
from shared.events.outcomes import LimitationRecorded
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.support.agencies import POLICE, TRUST
from tests.support.desk import Desk


async def test_a_limitation_is_recorded_with_reason_decider_explanation_and_what_is_left(
    case: Case,
) -> None:
    wish_id = await case.wish()
    answer = await case.done(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    told = {name: value for name, value in answer.items() if name in bodies.limitation()}
    expected = bodies.limitation()
    expected["explanation"]["told_at"] = "2026-11-22T08:00:00Z"
    assert told == expected
    assert answer["danger_in_telling"] is None
    assert answer["decided_by_agency_id"] == str(TRUST.id)
    assert (answer["applies"], answer["reviews"], answer["told_later"]) == (True, [], None)
    assert answer["next_review_on"] == answer["review_on"]
    listed = (await case.get(f"desired-outcomes/{wish_id}/limitations", POLICE)).json()
    assert listed == {"items": [answer], "next": None}


async def test_the_danger_is_recorded_where_the_adult_could_not_be_told(case: Case) -> None:
    wish_id = await case.wish()
    body = bodies.limitation(
        adult_was_told=False, explanation=None, danger_in_telling="He reads her post."
    )
    answer = await case.done(f"desired-outcomes/{wish_id}/limitations", body)
    assert (answer["explanation"], answer["danger_in_telling"]) == (None, "He reads her post.")


async def test_a_limitation_leaves_the_words_and_their_version_alone(case: Case) -> None:
    wish_id = await case.wish()
    before = (await case.get(f"desired-outcomes/{wish_id}")).json()
    await case.done(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    await case.judge(wish_id, achieved="not")
    after = await case.get(f"desired-outcomes/{wish_id}")
    assert (after.json(), after.headers["ETag"]) == (before, '"1"')
    (wish,) = (await case.enquiry())["desired_outcomes"]
    assert (wish["words"], len(wish["limitations"])) == (bodies.FIRST_WISH, 1)


async def test_a_limitation_is_told_by_its_codes_alone(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    body = bodies.limitation(reasons=["crime", "others_at_risk", "crime"])
    answer = await case.done(f"desired-outcomes/{wish_id}/limitations", body)
    (event,) = await desk.published(LimitationRecorded)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "limitation_id": answer["limitation_id"],
        "desired_outcome_id": wish_id,
        "reasons": ["crime", "others_at_risk"],
        "adult_was_told": True,
        "recorded_by_agency_id": str(TRUST.id),
    }


def explained(**changes: Any) -> dict[str, Any]:
    return bodies.limitation(explanation=bodies.limitation()["explanation"] | changes)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (bodies.limitation(explanation=None), 400, "explanation_incomplete"),
        (bodies.limitation(adult_was_told=False), 400, "explanation_incomplete"),
        (
            bodies.limitation(adult_was_told=False, explanation=None),
            400,
            "explanation_incomplete",
        ),
        (bodies.limitation(danger_in_telling="He reads."), 400, "explanation_incomplete"),
        (explained(told_at="2026-11-23T08:00:00Z"), 400, "not_yet_happened"),
        (bodies.limitation(review_on="2026-11-21"), 400, "review_already_past"),
        (bodies.limitation(reasons=[]), 422, "malformed_input"),
        (bodies.limitation(reasons=["because"]), 422, "malformed_input"),
        (bodies.limitation(decided_by={"name": "P"}), 422, "malformed_input"),
        (bodies.limitation(adult_was_told="yes"), 422, "malformed_input"),
        (bodies.limitation(what_can_still_be_met=None), 422, "malformed_input"),
        (explained(adults_response=None), 422, "malformed_input"),
    ],
)
async def test_a_limitation_that_leaves_something_out_changes_nothing(
    desk: Desk, case: Case, body: dict[str, Any], status: int, code: str
) -> None:
    wish_id = await case.wish()
    response = await case.post(f"desired-outcomes/{wish_id}/limitations", body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert bodies.CANARY not in response.text
    assert await desk.count(Limitation) == 0


async def test_a_limitation_may_be_reviewed_today(case: Case) -> None:
    wish_id = await case.wish()
    body = bodies.limitation(review_on="2026-11-22")
    await case.done(f"desired-outcomes/{wish_id}/limitations", body)


async def test_a_limitation_on_a_wish_that_is_not_there_is_refused(desk: Desk, case: Case) -> None:
    await case.wish()
    path = f"desired-outcomes/{uuid4()}/limitations"
    assert (await case.post(path, bodies.limitation())).status_code == 404
    assert (await case.get(path)).status_code == 404
    assert await desk.count(Limitation) == 0


async def test_after_the_conclusion_no_limitation_is_added(case: Case) -> None:
    wish_id = await case.wish()
    await case.conclude()
    response = await case.post(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    assert (response.status_code, response.json()["code"]) == (409, "case_already_concluded")
