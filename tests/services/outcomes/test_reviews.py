"""Safeguarding Adults Reviews: who refers, who decides, who reads, and who can tell of none."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.outcomes.reviews.models import Review, ReviewAction, ReviewStep
from shared.audit.append import AuditKind, audit_entries
from tests.services.outcomes.cases import Case, exclude, raise_concern
from tests.services.outcomes.review_bodies import (
    ACTION,
    COMMISSION,
    COMPLETION,
    DECISION,
    REPORT,
    referral,
)
from tests.services.outcomes.reviewing import (
    ACTIONS,
    REVIEWS,
    Reviewing,
    listed,
    referred,
    send_referral,
)
from tests.support.agencies import (
    BOARD,
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
)
from tests.support.desk import Desk

STEPS = {"decision": DECISION, "commission": COMMISSION, "completion": COMPLETION}


async def test_a_board_decides_carries_out_and_completes_what_was_referred(case: Case) -> None:
    review = await referred(case)
    view = (await review.read()).json()
    assert (view["stage"], view["version"], view["case_ids"]) == ("referred", 1, [str(case.id)])
    assert view["reason"] == referral()["reason"]
    assert (await review.done("decision", DECISION))["duty"] == "mandatory"
    people = [
        {"case_id": str(case.id), "harm": "seriously_harmed_and_died"},
        {"harm": "no_serious_harm"},
    ]
    begun = await review.done("commission", COMMISSION | {"people": people})
    assert begun["stage"] == "under_way"
    view = await review.complete()
    assert (view["stage"], view["version"]) == ("completed", 4)
    assert view["completion"] == COMPLETION | {"published_on": None}
    assert view["commission"]["people"][1] == {"case_id": None, "harm": "no_serious_harm"}
    assert await listed(case.desk, BOARD) == [view]


async def test_who_referred_reads_what_it_sent_and_the_decision(case: Case) -> None:
    review = await referred(case, POLICE)
    await review.begin()
    view = (await review.read(POLICE)).json()
    assert view["decision"] == DECISION
    assert view["reason"] == referral()["reason"]
    assert (view["commission"], view["completion"]) == (None, None)


async def test_who_contributes_reads_all_but_why(case: Case) -> None:
    review = await referred(case)
    assert (await review.read(BYSTANDER)).status_code == 404
    await review.begin(contributing_agency_ids=[str(BYSTANDER.id)])
    await review.complete()
    view = (await review.read(BYSTANDER)).json()
    assert (view["reason"], view["decision"]["rationale"]) == (None, None)
    assert view["completion"]["findings"] == COMPLETION["findings"]
    await review.complete()
    assert await listed(case.desk, BYSTANDER) != []


@pytest.mark.parametrize("agency", [POLICE, TRUST, BYSTANDER, EMPLOYER, REAL_COUNCIL])
async def test_nobody_else_can_tell_that_there_is_one(case: Case, agency: Agency) -> None:
    review, none = await referred(case), Reviewing(case.desk, str(uuid4()))
    assert await listed(case.desk, agency) == []
    answers = [await one.read(agency) for one in (review, none)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].json()["code"] == answers[1].json()["code"]
    for tail, body in STEPS.items():
        assert (await review.put(tail, body, agency)).status_code == 404
    assert (await review.set_action(agency)).status_code == 404
    assert (await review.read()).json()["version"] == 1


@pytest.mark.parametrize("agency", [COUNCIL, BOARD, BYSTANDER])
async def test_whoever_must_not_know_of_a_case_can_not_tell_of_its_review(
    desk: Desk, case: Case, agency: Agency
) -> None:
    other = await raise_concern(desk)
    answer = await send_referral(case, case_ids=[str(case.id), str(other.id)])
    review = Reviewing(desk, answer.json()["review_id"])
    await review.begin(contributing_agency_ids=[str(BYSTANDER.id)])
    await review.set_action(owner_agency_id=str(agency.id))
    assert len(await listed(desk, agency)) == len(await listed(desk, agency, path=ACTIONS)) == 1
    await exclude(desk, other, agency)
    assert (await review.read(agency)).status_code == 404
    assert await listed(desk, agency) == await listed(desk, agency, path=ACTIONS) == []
    assert (await review.put("completion", COMPLETION, agency, seen='"3"')).status_code == 404


async def test_an_excluded_unit_can_not_tell_and_the_rest_of_its_agency_reads(case: Case) -> None:
    review = await referred(case)
    await exclude(case.desk, case, COUNCIL, unit="adults west")
    assert (await review.read(COUNCIL, NURSE)).status_code == 200
    assert (await review.read(COUNCIL, None)).status_code == 404


async def test_a_case_that_is_hidden_is_refused_as_one_that_is_not_there(case: Case) -> None:
    answers = [
        await send_referral(case, BYSTANDER),
        await send_referral(case, EMPLOYER),
        await send_referral(case, case_ids=[str(case.id), str(uuid4())]),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.json()["code"] for answer in answers}) == 1
    assert await case.desk.count(Review) == 0


async def test_referring_and_acting_take_a_named_person(case: Case) -> None:
    assert (await send_referral(case, None)).status_code == 401
    assert (await send_referral(case, person=None)).status_code == 403
    review = await referred(case)
    answer = await review.put("decision", DECISION, person=None)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_board")
    answer = await review.put("decision", DECISION, COUNCIL)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_board")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"referred_on": "2026-11-23"}, "review_dates_disordered"),
        ({"board_id": str(COUNCIL.id)}, "board_unsuitable"),
        ({"board_id": str(uuid4())}, "board_unsuitable"),
    ],
)
async def test_a_referral_that_can_not_be_is_refused(
    case: Case, changes: dict[str, Any], code: str
) -> None:
    answer = await send_referral(case, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await case.desk.count(Review) == 0


async def test_where_no_board_has_joined_there_is_nobody_to_refer_to(desk: Desk) -> None:
    real = await raise_concern(desk, lead=REAL_COUNCIL, referrer=REAL_TRUST, parties=())
    answer = await send_referral(real, REAL_COUNCIL)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_board")


@pytest.mark.parametrize(
    ("tail", "changes", "status", "code"),
    [
        ("decision", {}, 409, "review_already_under_way"),
        ("commission", {"commissioned_on": "2026-06-09"}, 400, "review_dates_disordered"),
        ("commission", {"period_to": "2024-12-31"}, 400, "period_reversed"),
        ("commission", {"contributing_agency_ids": [str(uuid4())]}, 400, "unknown_agency_named"),
        (
            "commission",
            {"people": [{"case_id": str(uuid4()), "harm": "no_serious_harm"}]},
            400,
            "person_outside_review",
        ),
        ("completion", {"published_on": "2026-11-03"}, 400, "publication_inconsistent"),
        ("completion", {"completed_on": "2026-11-23"}, 400, "review_dates_disordered"),
        ("completion", {"completed_on": "2026-06-19"}, 400, "review_dates_disordered"),
    ],
)
async def test_a_step_that_can_not_be_is_refused_and_changes_nothing(
    case: Case, tail: str, changes: dict[str, Any], status: int, code: str
) -> None:
    review = await referred(case)
    begun = await review.begin()
    answer = await review.put(tail, STEPS[tail] | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "canary" not in answer.text.casefold()
    assert (await review.read()).json() == begun


async def test_what_the_board_refused_is_not_carried_out(case: Case) -> None:
    review = await referred(case)
    assert (await review.put("commission", COMMISSION)).json()["code"] == "review_not_agreed"
    refused = await review.done("decision", DECISION | {"decision": "no_review"})
    assert (refused["stage"], refused["duty"]) == ("decided", None)
    assert (await review.put("commission", COMMISSION)).json()["code"] == "review_not_agreed"
    assert (await review.put("completion", COMPLETION)).json()["code"] == "review_not_under_way"
    assert (await review.set_action()).json()["code"] == "review_not_under_way"
    anew = DECISION | {"decision": "section_44_4_discretionary"}
    assert (await review.done("decision", anew))["duty"] == "discretionary"
    assert await case.desk.count(ReviewStep) == 2


async def test_whom_a_completed_review_was_about_stays_and_it_is_published_later(
    case: Case,
) -> None:
    review = await referred(case)
    await review.begin()
    await review.complete()
    answer = await review.put("commission", COMMISSION)
    assert (answer.status_code, answer.json()["code"]) == (409, "review_already_completed")
    published = await review.complete(why_not_published=None, published_on="2026-11-05")
    assert published["completion"]["published_on"] == "2026-11-05"
    assert await case.desk.count(ReviewStep) == 4


async def test_nobody_overwrites_what_they_did_not_see(case: Case) -> None:
    review = await referred(case)
    assert (await review.put("decision", DECISION, seen='"2"')).status_code == 412
    assert (await review.put("decision", DECISION, seen='"1"')).headers["ETag"] == '"2"'
    assert (await review.put("decision", DECISION, seen='"1"')).status_code == 412
    async with case.desk.client(BOARD) as client:
        answer = await client.put(f"{review.path}/decision", json=DECISION)
    assert answer.status_code == 428


async def test_an_owner_reports_on_its_action_without_reading_the_review(case: Case) -> None:
    review = await referred(case)
    await review.begin()
    kept = (await review.set_action(owner_agency_id=str(BYSTANDER.id))).json()
    assert await listed(case.desk, BYSTANDER, path=ACTIONS) == [kept]
    assert (await review.read(BYSTANDER)).status_code == 404
    path = f"{ACTIONS}/{kept['review_action_id']}/report"
    for agency, seen, status in (
        (BOARD, '"1"', 404),
        (COUNCIL, '"1"', 404),
        (BYSTANDER, '"2"', 412),
        (BYSTANDER, '"1"', 200),
    ):
        async with case.desk.client(agency) as client:
            answer = await client.put(path, json=REPORT, headers={"If-Match": seen})
        assert answer.status_code == status, answer.text
    [action] = await listed(case.desk, BOARD, path=ACTIONS)
    assert action == answer.json()
    assert (action["report"], action["done_on"]) == (REPORT["report"], REPORT["done_on"])


async def test_an_action_is_owned_by_an_agency_on_the_exchange(case: Case) -> None:
    review = await referred(case)
    await review.begin()
    for agency_id in (REAL_COUNCIL.id, uuid4()):
        answer = await review.set_action(owner_agency_id=str(agency_id))
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_agency_named")
    assert await case.desk.count(ReviewAction) == 0


async def test_what_is_sent_twice_is_kept_once(case: Case) -> None:
    review = await referred(case)
    await review.begin()
    for agency, path, body in (
        (COUNCIL, REVIEWS, referral(case.id)),
        (BOARD, f"{review.path}/actions", ACTION),
    ):
        async with case.desk.client(agency) as client:
            sent = [
                await client.post(path, json=body, headers={"Idempotency-Key": "one"})
                for _ in range(2)
            ]
        assert sent[0].json() == sent[1].json()
    assert (await case.desk.count(Review), await case.desk.count(ReviewAction)) == (2, 1)


async def test_an_answer_is_not_given_again_to_whom_the_case_was_hidden_from(case: Case) -> None:
    async with case.desk.client(POLICE) as client:
        headers = {"Idempotency-Key": "one"}
        first = await client.post(REVIEWS, json=referral(case.id), headers=headers)
        await exclude(case.desk, case, POLICE)
        again = await client.post(REVIEWS, json=referral(case.id), headers=headers)
    assert (first.status_code, again.status_code) == (201, 404)


async def test_a_list_comes_in_pages(case: Case) -> None:
    reviews = [await referred(case) for _ in range(3)]
    found: list[str] = []
    cursor: dict[str, str] = {}
    async with case.desk.client(BOARD) as client:
        for _ in reviews:
            page = (await client.get(REVIEWS, params={"limit": 1, **cursor})).json()
            found += [item["review_id"] for item in page["items"]]
            cursor = {"cursor": page["next"]}
    assert found == [review.id for review in reversed(reviews)]
    assert page["next"] is None


async def test_strange_characters_are_kept_as_they_were_sent(case: Case) -> None:
    reason = "Zoë said “no”: 名前 \u202e <script>"
    review = await referred(case, reason=reason)
    assert (await review.read()).json()["reason"] == reason


async def test_looking_and_being_refused_are_audited_and_nothing_is_published(case: Case) -> None:
    before = await case.desk.published()
    review = await referred(case)
    await review.begin()
    await review.read(POLICE)
    assert await case.desk.published() == before
    query = select(audit_entries.c.kind).where(audit_entries.c.subject == f"review/{review.id}")
    async with case.desk.database.engine.connect() as connection:
        kinds = set((await connection.execute(query)).scalars())
    assert kinds == {AuditKind.CHANGE, AuditKind.ACCESS, AuditKind.DENIAL}
