"""Conversations: whether the adult was asked, of whom, by whom, and why not."""

from typing import Any

import pytest

from services.outcomes.conversations.models import Conversation
from shared.events.outcomes import ConversationRecorded
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency
from tests.support.desk import Desk


@pytest.mark.parametrize("agency", [COUNCIL, TRUST, POLICE], ids=lambda agency: agency.name)
async def test_the_lead_and_any_party_record_what_the_adult_was_asked(
    case: Case, agency: Agency
) -> None:
    answer = await case.done("conversations", bodies.conversation(), agency)
    assert answer["asked"] == "asked_and_expressed"
    assert answer["asked_by"] == bodies.conversation()["asked_by"]
    assert answer["recorded"]["agency_id"] == str(agency.id)
    assert answer["recorded"]["practitioner_id"] == "nurse-1"


async def test_a_conversation_is_told_without_what_was_said(desk: Desk, case: Case) -> None:
    conversation_id = await case.converse()
    (event,) = await desk.published(ConversationRecorded)
    assert event["subject"] == f"case/{case.id}"
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "conversation_id": conversation_id,
        "recorded_by_agency_id": str(TRUST.id),
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "held_at": "2026-11-22T08:00:00Z",
        "makes_good_conversation_id": None,
    }


async def test_the_answer_so_far_is_the_best_and_no_later_one_takes_it_away(case: Case) -> None:
    assert (await case.enquiry())["asked"] == "not_recorded"
    for body, answer in (
        (bodies.unanswered("dont_know"), "dont_know"),
        (bodies.unanswered("not_asked", not_asked_reason="too_unwell"), "not_asked"),
        (bodies.conversation(), "asked_and_expressed"),
        (bodies.conversation(asked="asked_none_expressed"), "asked_and_expressed"),
        (bodies.unanswered("not_recorded"), "asked_and_expressed"),
    ):
        await case.done("conversations", body)
        assert (await case.enquiry())["asked"] == answer


async def test_conversations_are_listed_the_latest_first_page_by_page(case: Case) -> None:
    for hour in (6, 8, 7):
        await case.converse(held_at=f"2026-11-22T0{hour}:00:00Z")
    first = (await case.get("conversations?limit=2")).json()
    second = (await case.get(f"conversations?limit=2&cursor={first['next']}")).json()
    times = [item["held_at"] for item in first["items"] + second["items"]]
    assert times == [f"2026-11-22T0{hour}:00:00Z" for hour in (8, 7, 6)]
    assert second["next"] is None


@pytest.mark.parametrize(
    "body",
    [
        bodies.conversation(asked_of=None),
        bodies.conversation(asked_by=None),
        bodies.conversation(not_asked_reason="too_unwell"),
        bodies.unanswered("not_asked"),
        bodies.unanswered("not_asked", not_asked_reason="other", asked_of="adult"),
        bodies.unanswered("dont_know", asked_by={"name": "A", "role": "B"}),
        bodies.unanswered("not_recorded", not_asked_reason="other"),
    ],
)
async def test_an_answer_comes_with_what_its_code_asks_for_and_no_more(
    desk: Desk, case: Case, body: dict[str, Any]
) -> None:
    response = await case.post("conversations", body)
    assert (response.status_code, response.json()["code"]) == (400, "answer_incomplete")
    assert await desk.count(Conversation) == 0


@pytest.mark.parametrize("held_at", ["2026-11-22T09:30:01Z", "9999-12-31T23:59:59Z"])
async def test_a_conversation_to_come_is_refused(desk: Desk, case: Case, held_at: str) -> None:
    response = await case.post("conversations", bodies.conversation(held_at=held_at))
    assert (response.status_code, response.json()["code"]) == (400, "not_yet_happened")
    assert await desk.count(Conversation) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"asked": "yes"},
        {"asked": None},
        {"asked_of": "neighbour"},
        {"asked_by": {"name": "Ama"}},
        {"held_at": "2026-11-22T08:00:00"},
        {"held_at": "0001-01-01T00:00:00+05:00"},
        {"held_at": "9999-12-31T23:59:59-14:00"},
        {"held_at": "20260603"},
        {"held_at": 1},
        {"note": ""},
        {"note": "x" * 20_001},
        {"case_id": "0199a5d5-0000-7000-8000-000000000000"},
    ],
    ids=str,
)
async def test_a_malformed_conversation_changes_nothing_and_is_not_repeated(
    desk: Desk, case: Case, changes: dict[str, Any]
) -> None:
    response = await case.post("conversations", bodies.conversation(**changes))
    assert response.status_code == 422
    assert bodies.CANARY not in response.text
    assert await desk.count(Conversation) == 0


async def test_nothing_is_recorded_before_an_enquiry_is_open(raised: Case) -> None:
    response = await raised.post("conversations", bodies.conversation())
    assert (response.status_code, response.json()["code"]) == (409, "no_enquiry_is_open")


async def test_nothing_is_recorded_after_the_conclusion(case: Case) -> None:
    await case.conclude()
    response = await case.post("conversations", bodies.conversation())
    assert (response.status_code, response.json()["code"]) == (409, "case_already_concluded")
