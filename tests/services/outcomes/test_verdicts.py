"""Verdicts: whose they are, beside each other, never changed."""

from typing import Any
from uuid import uuid4

import pytest

from services.outcomes.verdicts.models import Verdict
from shared.events.outcomes import ResultRevised, VerdictGiven
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk


async def test_the_adults_verdict_stands_beside_the_workers(case: Case) -> None:
    wish_id = await case.wish()
    await case.judge(wish_id, achieved="fully", judged_by="worker")
    await case.judge(wish_id, achieved="not")
    (wish,) = (await case.enquiry())["desired_outcomes"]
    judged = [(one["judged_by"], one["achieved"], one["superseded"]) for one in wish["verdicts"]]
    assert judged == [("adult", "not", False), ("worker", "fully", False)]


async def test_a_verdict_says_who_judged_apart_from_who_recorded(case: Case) -> None:
    wish_id = await case.wish()
    answer = await case.done(
        f"desired-outcomes/{wish_id}/verdicts", bodies.verdict(judged_by="representative"), POLICE
    )
    assert answer["judged_by"] == "representative"
    assert answer["recorded"]["agency_id"] == str(POLICE.id)
    assert answer["recorded"]["practitioner_id"] == "nurse-1"


async def test_a_newer_verdict_counts_and_the_older_stays_as_it_was(case: Case) -> None:
    wish_id = await case.wish()
    first = await case.judge(wish_id, achieved="not", given_at="2026-11-22T07:00:00Z")
    second = await case.judge(wish_id, achieved="fully", given_at="2026-11-22T08:00:00Z")
    listed = (await case.get("verdicts")).json()["items"]
    assert listed == [second, first | {"superseded": True}]


async def test_a_verdict_given_before_but_recorded_after_does_not_replace_the_newer(
    case: Case,
) -> None:
    await case.wish()
    await case.judge(None, achieved="fully", given_at="2026-11-22T08:00:00Z")
    await case.judge(None, achieved="not", given_at="2026-11-22T07:00:00Z")
    listed = (await case.get("verdicts")).json()["items"]
    assert [(one["achieved"], one["superseded"]) for one in listed] == [
        ("fully", False),
        ("not", True),
    ]


async def test_a_verdict_is_told_by_its_codes_alone(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    answer = await case.judge(wish_id)
    await case.judge(None, judged_by="worker")
    of_wish, overall = await desk.published(VerdictGiven)
    assert of_wish["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "verdict_id": answer["verdict_id"],
        "desired_outcome_id": wish_id,
        "achieved": "partially",
        "judged_by": "adult",
        "given_at": "2026-11-22T08:00:00Z",
        "recorded_by_agency_id": str(TRUST.id),
    }
    assert overall["data"]["desired_outcome_id"] is None


async def test_a_verdict_on_a_wish_that_is_not_there_is_refused(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    await case.wish()
    for wish_id in (str(uuid4()), await other.wish()):
        response = await case.post(f"desired-outcomes/{wish_id}/verdicts", bodies.verdict())
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert await desk.count(Verdict) == 0


async def test_nothing_is_judged_before_anything_was_expressed(desk: Desk, case: Case) -> None:
    await case.converse(asked="asked_none_expressed")
    response = await case.post("verdicts", bodies.verdict())
    assert (response.status_code, response.json()["code"]) == (409, "no_outcome_was_expressed")
    assert await desk.count(Verdict) == 0


async def test_nothing_is_judged_before_an_enquiry_is_open(raised: Case) -> None:
    response = await raised.post("verdicts", bodies.verdict())
    assert (response.status_code, response.json()["code"]) == (409, "no_enquiry_is_open")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"given_at": "2026-11-22T09:30:01Z"}, 400),
        ({"achieved": "mostly"}, 422),
        ({"judged_by": "neighbour"}, 422),
        ({"judged_by": None}, 422),
        ({"verdict_id": "00000000-0000-4000-8000-000000000001"}, 422),
        ({"note": "\u0000"}, 422),
    ],
    ids=str,
)
async def test_a_bad_verdict_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int
) -> None:
    wish_id = await case.wish()
    path = f"desired-outcomes/{wish_id}/verdicts"
    assert (await case.post(path, bodies.verdict(**changes))).status_code == status
    assert await desk.count(Verdict) == 0


@pytest.mark.parametrize("judge", ["adult", "representative", "advocate"])
async def test_the_adult_and_who_speaks_for_them_may_judge_after_the_conclusion(
    desk: Desk, case: Case, judge: str
) -> None:
    wish_id = await case.wish()
    await case.judge(wish_id, achieved="fully", judged_by="worker")
    await case.conclude()
    await case.judge(None, achieved="not", judged_by=judge)
    result = (await case.enquiry())["conclusion"]["result"]
    assert result == {"achieved": "not", "judged_by": judge, "derived": False}
    (event,) = await desk.published(ResultRevised)
    assert (event["data"]["achieved"], event["data"]["achieved_judged_by"]) == ("not", judge)


async def test_a_later_verdict_that_leaves_the_result_alone_tells_of_no_change(
    desk: Desk, case: Case
) -> None:
    await case.wish()
    await case.judge(None, achieved="not")
    await case.conclude()
    await case.judge(None, achieved="fully", judged_by="advocate")
    result = (await case.enquiry())["conclusion"]["result"]
    assert result == {"achieved": "not", "judged_by": "adult", "derived": False}
    assert await desk.published(ResultRevised) == []


async def test_the_workers_judgement_ends_with_the_conclusion(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    await case.conclude()
    for path in ("verdicts", f"desired-outcomes/{wish_id}/verdicts"):
        response = await case.post(path, bodies.verdict(judged_by="worker"), COUNCIL)
        assert (response.status_code, response.json()["code"]) == (409, "case_already_concluded")
    assert await desk.count(Verdict) == 0


async def test_there_is_no_way_to_change_or_remove_a_verdict(case: Case) -> None:
    await case.wish()
    verdict = await case.judge(None)
    async with case.desk.client(TRUST) as client:
        for method in ("PUT", "PATCH", "DELETE"):
            path = case.path(f"verdicts/{verdict['verdict_id']}")
            assert (await client.request(method, path)).status_code in {404, 405}
