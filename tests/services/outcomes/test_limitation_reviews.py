"""A limitation looked at again, and explained later: it and the wish stay as they were."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.outcomes.limitations.models import LaterExplanation, LimitationReview
from shared.events.outcomes import LimitationExplained, LimitationReviewed
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.wish_bodies import explanation, full_limitation, review
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk


async def limit(case: Case, body: dict[str, Any] | None = None) -> str:
    """Record a wish and a limitation; return the path of the latter."""
    path = f"desired-outcomes/{await case.wish()}/limitations"
    answer = await case.done(path, body or full_limitation())
    return f"{path}/{answer['limitation_id']}"


async def read(case: Case, one: str) -> dict[str, Any]:
    path, _, limitation_id = one.rpartition("/")
    items = (await case.get(path)).json()["items"]
    return next(item for item in items if item["limitation_id"] == limitation_id)


async def test_reviews_stand_beside_a_limitation_which_stays_as_it_was(
    desk: Desk, case: Case
) -> None:
    one = await limit(case)
    before = await read(case, one)
    await case.done(f"{one}/reviews", review(next_review_on="2026-12-20"), POLICE)
    await case.done(f"{one}/reviews", review("changed", next_review_on="2026-12-24"))
    answer = await case.done(f"{one}/reviews", review("no_longer_applies"), COUNCIL)
    after = await read(case, one)
    assert after == answer
    assert [told["finding"] for told in after["reviews"]] == [
        "still_applies",
        "changed",
        "no_longer_applies",
    ]
    assert after["reviews"][0]["recorded"]["agency_id"] == str(POLICE.id)
    since = {"reviews": [], "applies": True, "next_review_on": before["review_on"]}
    assert after | since == before
    assert (after["applies"], after["next_review_on"]) == (False, None)
    first, _, last = await desk.published(LimitationReviewed)
    assert first["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "limitation_id": after["limitation_id"],
        "desired_outcome_id": after["desired_outcome_id"],
        "review_id": after["reviews"][0]["review_id"],
        "finding": "still_applies",
        "next_review_on": "2026-12-20",
        "reviewed_by_agency_id": str(POLICE.id),
    }
    assert (last["data"]["finding"], last["data"]["next_review_on"]) == ("no_longer_applies", None)


async def test_the_next_review_is_the_one_last_set(case: Case) -> None:
    one = await limit(case)
    answer = await case.done(f"{one}/reviews", review(next_review_on="2026-11-22"))
    assert (answer["next_review_on"], answer["review_on"]) == ("2026-11-22", "2026-12-06")
    assert answer["applies"] is True


async def test_what_no_longer_applies_is_not_reviewed_again(desk: Desk, case: Case) -> None:
    one = await limit(case)
    ended = review("no_longer_applies")
    answers = await asyncio.gather(*(case.post(f"{one}/reviews", ended) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {one.json().get("code") for one in answers} == {None, "limitation_no_longer_applies"}
    assert await desk.count(LimitationReview) == 1


async def test_a_wish_stays_counted_as_limited_when_its_limitation_has_ended(case: Case) -> None:
    one = await limit(case)
    await case.done(f"{one}/reviews", review("no_longer_applies"))
    await case.conclude()
    async with case.desk.client(COUNCIL) as client:
        report = (await client.get("/outcomes/v1/statistics/summary")).json()
    counted = report["concluded"]["section_42"]["desired_outcomes"]
    limited = next(one for one in counted if one["measure"] == "limited_desired_outcomes")
    assert (limited["count"], limited["of"]) == (1, 1)


async def test_the_adult_is_told_later_and_that_is_kept_apart_from_how_it_was_at_first(
    desk: Desk, case: Case
) -> None:
    one = await limit(case)
    answer = await case.done(f"{one}/explanation", explanation(), POLICE)
    assert (answer["adult_was_told"], answer["explanation"]) == (False, None)
    assert answer["danger_in_telling"] == full_limitation()["danger_in_telling"]
    later = answer["told_later"]
    assert later.pop("recorded")["agency_id"] == str(POLICE.id)
    assert later == explanation(told_at="2026-11-22T08:00:00Z")
    (event,) = await desk.published(LimitationExplained)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "limitation_id": answer["limitation_id"],
        "desired_outcome_id": answer["desired_outcome_id"],
        "told_at": "2026-11-22T08:00:00Z",
        "recorded_by_agency_id": str(POLICE.id),
    }


async def refused(case: Case, path: str, body: dict[str, Any]) -> tuple[int, str]:
    answer = await case.post(path, body)
    assert bodies.CANARY not in answer.text
    return answer.status_code, answer.json()["code"]


async def test_the_adult_is_told_once(desk: Desk, case: Case) -> None:
    told_at_first = await limit(case, bodies.limitation())
    problem = (409, "adult_already_told")
    assert await refused(case, f"{told_at_first}/explanation", explanation()) == problem
    one = await limit(case)
    await case.done(f"{one}/explanation", explanation())
    assert await refused(case, f"{one}/explanation", explanation()) == problem
    assert await desk.count(LaterExplanation) == 1


async def test_after_the_conclusion_a_limitation_is_still_reviewed_and_explained(
    case: Case,
) -> None:
    one = await limit(case)
    await case.conclude()
    await case.done(f"{one}/reviews", review())
    await case.done(f"{one}/explanation", explanation())
    assert (await case.enquiry())["state"] == "concluded"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (review(next_review_on=None), 400, "review_incomplete"),
        (review("changed", next_review_on=None), 400, "review_incomplete"),
        (review("no_longer_applies", next_review_on="2026-12-06"), 400, "review_incomplete"),
        (review(next_review_on="2026-11-21"), 400, "review_already_past"),
        (review(reviewed_at="2026-11-22T09:30:01Z"), 400, "not_yet_happened"),
        (review("withdrawn"), 422, "malformed_input"),
        (review(why=""), 422, "malformed_input"),
        (review(reviewed_at=None), 422, "malformed_input"),
    ],
)
async def test_a_review_that_leaves_something_out_changes_nothing(
    desk: Desk, case: Case, body: dict[str, Any], status: int, code: str
) -> None:
    one = await limit(case)
    assert await refused(case, f"{one}/reviews", body) == (status, code)
    assert await desk.count(LimitationReview) == 0


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"told_at": "2026-11-22T09:30:01Z"}, 400, "not_yet_happened"),
        ({"what_was_said": ""}, 422, "malformed_input"),
        ({"adults_response": None}, 422, "malformed_input"),
    ],
    ids=str,
)
async def test_an_explanation_that_leaves_something_out_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    one = await limit(case)
    assert await refused(case, f"{one}/explanation", explanation(**changes)) == (status, code)
    assert await desk.count(LaterExplanation) == 0


async def test_a_limitation_of_another_wish_or_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    elsewhere = await limit(other)
    limitation_id = (await limit(case)).rpartition("/")[2]
    of_another_wish = f"desired-outcomes/{await case.wish()}/limitations/{limitation_id}"
    nowhere = f"desired-outcomes/{await case.wish()}/limitations/{uuid4()}"
    for path in (elsewhere, of_another_wish, nowhere):
        assert await refused(case, f"{path}/reviews", review()) == (404, "not_found")
        assert await refused(case, f"{path}/explanation", explanation()) == (404, "not_found")


async def test_a_review_sent_twice_is_kept_once(desk: Desk, case: Case) -> None:
    one = await limit(case)

    async def send() -> httpx.Response:
        async with desk.client(TRUST) as client:
            headers = {"Idempotency-Key": "once"}
            return await client.post(case.path(f"{one}/reviews"), json=review(), headers=headers)

    first, second = await send(), await send()
    assert (first.json(), first.status_code) == (second.json(), 201)
    assert await desk.count(LimitationReview) == 1
