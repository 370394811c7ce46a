"""Conversations put right: the earlier version is kept, and the enquiry's answer follows."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.outcomes.conversations.models import EarlierConversation
from shared.events.outcomes import ConversationCorrected
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.wish_bodies import correction
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST, Agency, named
from tests.support.desk import Desk

NOT_ASKED: dict[str, Any] = {
    "asked": "not_asked",
    "asked_of": None,
    "asked_by": None,
    "not_asked_reason": "too_unwell",
}
NOT_RECORDED = {
    "language": "not_recorded",
    "interpreter": "not_recorded",
    "interpreter_is_independent": "not_recorded",
    "support": ["not_recorded"],
    "seen_alone": "not_recorded",
    "place": "not_recorded",
    "method": "not_recorded",
}


async def correct(
    case: Case, one: str, seen: str | None = '"1"', agency: Agency = TRUST, **changes: Any
) -> httpx.Response:
    return await case.put(f"conversations/{one}", correction(**changes), seen, agency)


async def not_asked(case: Case, **changes: Any) -> str:
    body = bodies.unanswered("not_asked", not_asked_reason="unsafe_to_ask") | changes
    return str((await case.done("conversations", body))["conversation_id"])


async def test_how_it_was_held_is_not_recorded_unless_somebody_says(case: Case) -> None:
    answer = await case.done("conversations", bodies.unanswered())
    assert answer["circumstances"] == NOT_RECORDED
    assert (answer["present"], answer["words"], answer["translation"]) == (None, None, None)
    assert (answer["version"], answer["why"], answer["none_expressed_reason"]) == (1, None, None)


async def test_words_are_kept_in_their_language_with_the_translation_beside(case: Case) -> None:
    body = correction()
    del body["why"]
    answer = await case.done("conversations", body)
    assert {name: answer[name] for name in ("circumstances", "present", "words")} == {
        name: body[name] for name in ("circumstances", "present", "words")
    }
    assert answer["translation"] == body["translation"]


async def test_a_correction_keeps_what_was_told_before(desk: Desk, case: Case) -> None:
    one = await case.converse()
    answer = await correct(case, one, held_at="2026-11-21T08:00:00Z")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    read = await case.get(f"conversations/{one}", POLICE)
    current, first = read.json()["items"]
    assert (current, read.headers["ETag"]) == (answer.json(), '"2"')
    assert (first["version"], first["held_at"]) == (1, "2026-11-22T08:00:00Z")
    assert first["note"] == bodies.conversation()["note"]
    (listed,) = (await case.get("conversations")).json()["items"]
    assert listed == current
    (event,) = await desk.published(ConversationCorrected)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "conversation_id": one,
        "version": 2,
        "corrected_by_agency_id": str(TRUST.id),
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "held_at": "2026-11-21T08:00:00Z",
    }


async def test_the_enquirys_answer_and_the_counts_follow_a_correction(case: Case) -> None:
    one = await case.converse()
    assert (await case.enquiry())["asked"] == "asked_and_expressed"
    await correct(case, one, **NOT_ASKED)
    assert (await case.enquiry())["asked"] == "not_asked"
    other = await not_asked(case)
    await correct(case, other, asked="asked_none_expressed", none_expressed_reason="satisfied")
    await case.conclude()
    async with case.desk.client(COUNCIL) as client:
        report = (await client.get("/outcomes/v1/statistics/summary")).json()
    counted = report["concluded"]["section_42"]["asked"]
    assert {one["measure"]: one["count"] for one in counted if one["count"]} == {
        "concluded_enquiries": 1,
        "asked": 1,
        "asked_none_expressed": 1,
    }


async def test_a_later_occasion_makes_good_one_on_which_nobody_was_asked(case: Case) -> None:
    earlier = await not_asked(case)
    later = await case.done(
        "conversations", bodies.conversation(makes_good_conversation_id=earlier)
    )
    assert later["makes_good_conversation_id"] == earlier
    items = (await case.get("conversations")).json()["items"]
    assert sorted(item["asked"] for item in items) == ["asked_and_expressed", "not_asked"]


async def refused(case: Case, **changes: Any) -> tuple[int, str]:
    answer = await case.post("conversations", bodies.conversation(**changes))
    return answer.status_code, answer.json()["code"]


async def test_only_an_earlier_occasion_without_asking_is_made_good_and_only_by_asking(
    desk: Desk, case: Case
) -> None:
    asked, unasked = await case.converse(), await not_asked(case)
    problem = (400, "nothing_to_make_good")
    assert await refused(case, makes_good_conversation_id=asked) == problem
    early = {"held_at": "2026-11-22T07:59:59Z", "makes_good_conversation_id": unasked}
    assert await refused(case, **early) == problem
    again = bodies.unanswered("dont_know", makes_good_conversation_id=unasked)
    assert (await case.post("conversations", again)).json()["code"] == problem[1]
    itself = await correct(case, unasked, makes_good_conversation_id=unasked)
    assert (itself.status_code, itself.json()["code"]) == problem
    other = await raise_concern(desk)
    await decide(desk, other)
    for elsewhere in (await not_asked(other), str(uuid4())):
        assert await refused(case, makes_good_conversation_id=elsewhere) == (404, "not_found")


async def test_what_a_wish_is_quoted_from_stays_expressed(case: Case) -> None:
    wish_id = await case.wish()
    one = (await case.get(f"desired-outcomes/{wish_id}")).json()["conversation_id"]
    answer = await correct(case, one, **NOT_ASKED)
    assert (answer.status_code, answer.json()["code"]) == (409, "conversation_is_quoted")
    assert (await correct(case, one)).status_code == 200


async def test_who_expressed_a_wish_follows_the_correction(case: Case) -> None:
    wish_id = await case.wish()
    path = f"desired-outcomes/{wish_id}"
    one = (await case.get(path)).json()["conversation_id"]
    await correct(case, one, asked_of="representative")
    for wish in ((await case.get(path)).json(), (await case.enquiry())["desired_outcomes"][0]):
        assert (wish["expressed_by"], wish["version"]) == ("representative", 1)


@pytest.mark.parametrize(("agency", "status"), [(COUNCIL, 200), (POLICE, 403)], ids=named)
async def test_beside_who_recorded_it_only_the_lead_corrects(
    desk: Desk, case: Case, agency: Agency, status: int
) -> None:
    one = await case.converse()
    answer = await correct(case, one, agency=agency)
    assert answer.status_code == status
    assert (answer.json().get("code") == "not_the_recorder") is (status == 403)
    again = await correct(case, one, '"2"' if status == 200 else '"1"')
    assert again.status_code == 200
    assert await desk.count(EarlierConversation) == (2 if status == 200 else 1)


@pytest.mark.parametrize(("seen", "status"), [(None, 428), ('"2"', 412), ('"0"', 412)])
async def test_a_correction_names_the_version_it_replaces(
    desk: Desk, case: Case, seen: str | None, status: int
) -> None:
    one = await case.converse()
    assert (await correct(case, one, seen)).status_code == status
    assert await desk.count(EarlierConversation) == 0


async def test_of_corrections_at_once_one_is_kept(desk: Desk, case: Case) -> None:
    one = await case.converse()
    answers = await asyncio.gather(*(correct(case, one) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert await desk.count(EarlierConversation) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"words": None}, 400, "answer_incomplete"),
        ({"none_expressed_reason": "satisfied"}, 400, "answer_incomplete"),
        ({"circumstances": {"support": ["none", "makaton"]}}, 400, "answer_incomplete"),
        ({"circumstances": {"support": ["not_recorded", "none"]}}, 400, "answer_incomplete"),
        ({"present": [{"who": "source_of_risk"}]}, 400, "answer_incomplete"),
        ({"held_at": "2026-11-22T09:30:01Z"}, 400, "not_yet_happened"),
        ({"why": None}, 422, "malformed_input"),
        ({"circumstances": {"support": []}}, 422, "malformed_input"),
        ({"circumstances": {"language": "Punjabi"}}, 422, "malformed_input"),
        ({"circumstances": {"language": "pa\n"}}, 422, "malformed_input"),
        ({"circumstances": {"method": "telepathy"}}, 422, "malformed_input"),
        ({"circumstances": None}, 422, "malformed_input"),
        ({"present": [{"who": "family", "name": ""}]}, 422, "malformed_input"),
        ({"present": [{"who": "family"}] * 21}, 422, "malformed_input"),
    ],
    ids=str,
)
async def test_a_correction_that_breaks_a_rule_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    one = await case.converse()
    before = (await case.get(f"conversations/{one}")).json()
    answer = await correct(case, one, **changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bodies.CANARY not in answer.text
    assert (await case.get(f"conversations/{one}")).json() == before
    assert await desk.count(EarlierConversation) == 0


@pytest.mark.parametrize("language", ["en", "bfi", "zh-Hant", "en-GB-oxendict", "other"])
async def test_a_language_is_named_by_its_tag(case: Case, language: str) -> None:
    answer = await case.done(
        "conversations", bodies.conversation(circumstances={"language": language})
    )
    assert answer["circumstances"]["language"] == language


async def test_a_conversation_of_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    for one in (await other.converse(), str(uuid4())):
        assert (await correct(case, one)).status_code == 404
        assert (await case.get(f"conversations/{one}")).status_code == 404


async def test_who_may_not_know_gets_the_answer_of_no_case(desk: Desk, case: Case) -> None:
    one = await case.converse()
    nowhere = Case(desk)
    hidden, missing = await correct(case, one, agency=EMPLOYER), await correct(nowhere, one)
    assert hidden.json() | {"request_id": 0} == missing.json() | {"request_id": 0}
    read, absent = (
        await case.get(f"conversations/{one}", EMPLOYER),
        await nowhere.get("conversations/x"),
    )
    assert (read.status_code, absent.status_code) == (404, 404)


async def test_after_the_conclusion_nothing_is_corrected(desk: Desk, case: Case) -> None:
    one = await case.converse()
    await case.conclude()
    answer = await correct(case, one)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_already_concluded")
    assert await desk.count(EarlierConversation) == 0
