"""A concluded enquiry that is opened again: nothing is lost, and only the newest end counts."""

from datetime import timedelta
from typing import Any

import pytest

from services.outcomes.conclusions.models import EarlierConclusion
from shared.events.outcomes import EnquiryConcluded, EnquiryReopened
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conclusion_bodies import findings, reopening
from tests.services.outcomes.conftest import Hands
from tests.support.agencies import COUNCIL, TRUST
from tests.support.desk import Desk


async def concluded_kinds(desk: Desk) -> dict[str, Any]:
    async with desk.client(COUNCIL) as client:
        report = (await client.get("/outcomes/v1/statistics/summary")).json()
    return {one["measure"]: one["count"] for one in report["concluded"]["section_42"]["asked"]}


async def test_an_enquiry_opened_again_is_open_and_keeps_its_earlier_end(
    desk: Desk, case: Case
) -> None:
    wish_id = await case.wish()
    verdict = await case.judge(wish_id, achieved="fully")
    body = bodies.CONCLUSION | {"findings": findings()}
    first = (await case.done("conclusion", body, COUNCIL))["conclusion"]
    enquiry = await case.done("reopening", reopening(), COUNCIL)
    assert (enquiry["state"], enquiry["conclusion"]) == ("open", None)
    (earlier,) = enquiry["earlier_conclusions"]
    assert earlier["conclusion"] == first
    assert (earlier["reason"], earlier["why"]) == ("new_information", reopening()["why"])
    assert earlier["reopened"]["agency_id"] == str(COUNCIL.id)
    assert enquiry["desired_outcomes"][0]["verdicts"] == [verdict]
    (event,) = await desk.published(EnquiryReopened)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "enquiry_id": enquiry["enquiry_id"],
        "reason": "new_information",
        "reopened_at": "2026-11-22T09:30:00Z",
    }


async def test_what_an_open_enquiry_takes_is_taken_again(case: Case, hands: Hands) -> None:
    await case.conclude()
    assert (await case.post("conversations", bodies.conversation())).status_code == 409
    await case.done("reopening", reopening(), COUNCIL)
    await case.wish()
    await case.judge(None, judged_by="worker")
    hands.at += timedelta(days=1)
    assert (await case.conclude())["conclusion"]["result"]["judged_by"] == "worker"


async def test_a_later_conclusion_replaces_the_earlier_one(
    desk: Desk, case: Case, hands: Hands
) -> None:
    body = bodies.CONCLUSION | {"findings": findings()}
    await case.done("conclusion", body, COUNCIL)
    await case.done("reopening", reopening(), COUNCIL)
    hands.at += timedelta(days=1)
    again = await case.done("conclusion", {"summary": "Again."}, COUNCIL)
    assert again["conclusion"]["summary"] == "Again."
    assert again["conclusion"]["findings"]["version"] == 2
    assert again["conclusion"]["findings"]["risks"] is None
    assert again["earlier_conclusions"][0]["conclusion"]["findings"]["version"] == 1
    ended = [one["data"]["concluded_at"] for one in await desk.published(EnquiryConcluded)]
    assert ended == ["2026-11-22T09:30:00Z", "2026-11-23T09:30:00Z"]


async def test_an_enquiry_counts_by_its_newest_end_and_not_while_it_is_open(
    desk: Desk, case: Case, hands: Hands
) -> None:
    await case.conclude()
    assert (await concluded_kinds(desk))["concluded_enquiries"] == 1
    await case.done("reopening", reopening(), COUNCIL)
    assert (await concluded_kinds(desk))["concluded_enquiries"] == 0
    hands.at += timedelta(days=1)
    await case.conclude()
    assert (await concluded_kinds(desk))["concluded_enquiries"] == 1


async def test_an_enquiry_is_opened_again_as_often_as_it_must(
    desk: Desk, case: Case, hands: Hands
) -> None:
    for reason in ("error", "review_found_risk"):
        await case.conclude()
        await case.done("reopening", reopening(reason=reason), COUNCIL)
        hands.at += timedelta(days=1)
    earlier = (await case.enquiry())["earlier_conclusions"]
    assert [one["reason"] for one in earlier] == ["review_found_risk", "error"]
    assert await desk.count(EarlierConclusion) == 2


async def test_an_open_enquiry_is_not_opened_again(desk: Desk, case: Case) -> None:
    response = await case.post("reopening", reopening(), COUNCIL)
    assert (response.status_code, response.json()["code"]) == (409, "enquiry_not_concluded")
    assert await desk.published(EnquiryReopened) == []


async def test_a_party_does_not_open_it_again(case: Case) -> None:
    await case.conclude()
    assert (await case.post("reopening", reopening(), TRUST)).status_code == 403
    assert (await case.enquiry())["state"] == "concluded"


async def test_a_person_with_a_name_opens_it_again(desk: Desk, case: Case) -> None:
    await case.conclude()
    async with desk.client(COUNCIL, None) as client:
        response = await client.post(case.path("reopening"), json=reopening())
    assert response.status_code == 403


@pytest.mark.parametrize("broken", [{"reason": "bored"}, {"why": ""}, {"why": None}])
async def test_why_is_told_in_a_code_and_in_words(case: Case, broken: dict[str, Any]) -> None:
    await case.conclude()
    assert (await case.post("reopening", reopening(**broken), COUNCIL)).status_code == 422


async def test_sent_twice_it_is_opened_once(desk: Desk, case: Case) -> None:
    await case.conclude()
    headers = {"Idempotency-Key": "the-same"}
    async with desk.client(COUNCIL) as client:
        answers = [
            await client.post(case.path("reopening"), json=reopening(), headers=headers)
            for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert await desk.count(EarlierConclusion) == 1
