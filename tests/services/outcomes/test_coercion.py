"""Signs of coercion: told to the lead without saying which, and answered with how to ask safely."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.coercion.advice import ADVICE, safe_enquiry_advice
from services.outcomes.coercion.models import CoercionObservation
from shared.events.contract import Audience
from shared.events.outcomes import CoercionObserved
from shared.reference.coercion import CoercionIndicator, SafeEnquiry, SafeEnquiryAdvice
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.test_privacy import whole_of
from tests.services.outcomes.wish_bodies import coercion
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk

ALWAYS = [
    "ask_alone",
    "never_through_suspected_person",
    "professional_interpreter",
    "safe_contact",
]
INDICATORS = st.sets(st.sampled_from(CoercionIndicator), min_size=1)


def codes(answer: dict[str, Any]) -> list[str]:
    return [one["code"] for one in answer["advice"]]


async def test_signs_are_recorded_and_answered_with_how_to_ask_safely(case: Case) -> None:
    answer = await case.done("coercion", coercion("fear", "controls_money", "fear"))
    told = coercion("fear", "controls_money", observed_at="2026-11-22T08:00:00Z")
    assert {name: answer[name] for name in told} == told
    assert codes(answer) == [
        *ALWAYS,
        "try_again_elsewhere",
        "check_who_holds_money",
        "marac_threshold",
        "legal_advice",
    ]
    assert all(one["text"] and one["source"] for one in answer["advice"])
    assert answer["recorded"]["agency_id"] == str(TRUST.id)
    for agency in (COUNCIL, POLICE):
        assert (await case.get("coercion", agency)).json()["items"] == [answer]


async def test_the_event_says_that_and_not_what_and_is_for_the_lead_alone(
    desk: Desk, case: Case
) -> None:
    answer = await case.done("coercion", coercion())
    (event,) = await desk.published(CoercionObserved)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "observation_id": answer["observation_id"],
        "observed_at": "2026-11-22T08:00:00Z",
        "recorded_by_agency_id": str(TRUST.id),
    }
    assert CoercionObserved.audience is Audience.LEAD


async def test_which_signs_were_seen_is_kept_sealed(case: Case, tmp_path: Path) -> None:
    await case.done("coercion", coercion("gaslighting"))
    content = whole_of(tmp_path)
    assert b"coercion_observation/" in content
    assert b"gaslighting" not in content


async def test_the_enquiry_shows_no_sign_of_it(case: Case) -> None:
    await case.wish()
    before = await case.enquiry()
    await case.done("coercion", coercion())
    assert await case.enquiry() == before


async def test_before_the_decision_and_after_the_conclusion_too(desk: Desk, raised: Case) -> None:
    await raised.done("coercion", coercion())
    await decide(desk, raised)
    await raised.conclude()
    await raised.done("coercion", coercion())
    assert await desk.count(CoercionObservation) == 2


async def test_where_it_was_possible_the_conversation_is_named_and_keeps_its_answer(
    case: Case,
) -> None:
    talk = await case.converse()
    body = coercion(safe_enquiry="possible", conversation_id=talk)
    answer = await case.done("coercion", body)
    assert answer["conversation_id"] == talk
    assert "try_again_elsewhere" not in codes(answer)
    denied = bodies.unanswered("dont_know", why="Not sure.")
    refused = await case.put(f"conversations/{talk}", denied, '"1"')
    assert (refused.status_code, refused.json()["code"]) == (409, "conversation_is_quoted")


async def test_signs_are_listed_the_latest_first_page_by_page(case: Case) -> None:
    for hour in (6, 8, 7):
        await case.done("coercion", coercion(observed_at=f"2026-11-22T0{hour}:00:00Z"))
    first = (await case.get("coercion?limit=2")).json()
    second = (await case.get(f"coercion?limit=2&cursor={first['next']}")).json()
    times = [item["observed_at"] for item in first["items"] + second["items"]]
    assert times == [f"2026-11-22T0{hour}:00:00Z" for hour in (8, 7, 6)]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"observed_at": "2026-11-22T09:30:01Z"}, 400, "not_yet_happened"),
        ({"conversation_id": str(uuid4())}, 400, "safe_enquiry_inconsistent"),
        ({"conversation_id": str(uuid4()), "safe_enquiry": "possible"}, 404, "not_found"),
        ({"indicators": []}, 422, "malformed_input"),
        ({"indicators": ["rudeness"]}, 422, "malformed_input"),
        ({"indicators": ["fear"] * 15}, 422, "malformed_input"),
        ({"observed_by": {"name": "Ama"}}, 422, "malformed_input"),
        ({"what_was_seen": "\x1b"}, 422, "malformed_input"),
    ],
)
async def test_an_observation_that_breaks_a_rule_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await case.post("coercion", coercion(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bodies.CANARY not in answer.text
    assert await desk.count(CoercionObservation) == 0


async def test_a_conversation_of_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    body = coercion(safe_enquiry="possible", conversation_id=await other.converse())
    assert (await case.post("coercion", body)).status_code == 404


async def test_sent_twice_it_is_kept_once(desk: Desk, case: Case) -> None:
    async def send() -> httpx.Response:
        async with desk.client(TRUST) as client:
            headers = {"Idempotency-Key": "once"}
            return await client.post(case.path("coercion"), json=coercion(), headers=headers)

    first, second = await send(), await send()
    assert (first.json(), first.status_code) == (second.json(), 201)
    assert await desk.count(CoercionObservation) == 1


@given(INDICATORS, st.sampled_from(SafeEnquiry))
def test_whatever_was_seen_the_adult_is_asked_alone_and_lawyers_are_asked(
    indicators: set[CoercionIndicator], enquiry: SafeEnquiry
) -> None:
    given_out = safe_enquiry_advice(indicators, enquiry)
    assert {*ALWAYS, "legal_advice"} <= set(given_out)
    assert given_out == [code for code in SafeEnquiryAdvice if code in given_out]
    assert (SafeEnquiryAdvice.TRY_AGAIN_ELSEWHERE in given_out) is (enquiry != "possible")


@given(INDICATORS, st.sampled_from(CoercionIndicator), st.sampled_from(SafeEnquiry))
def test_a_further_sign_takes_no_advice_away(
    indicators: set[CoercionIndicator], more: CoercionIndicator, enquiry: SafeEnquiry
) -> None:
    fewer = set(safe_enquiry_advice(indicators, enquiry))
    assert fewer <= set(safe_enquiry_advice(indicators | {more}, enquiry))


@pytest.mark.parametrize(
    ("indicators", "is_advised"),
    [
        (["isolation"], False),
        (["isolation", "monitoring"], False),
        (["isolation", "monitoring", "gaslighting"], True),
        (["threats"], True),
    ],
    ids=str,
)
async def test_a_marac_is_thought_of_for_one_grave_sign_or_many(
    case: Case,
    indicators: list[str],
    is_advised: bool,  # noqa: FBT001 - a parameter
) -> None:
    answer = await case.done("coercion", coercion(*indicators))
    assert ("marac_threshold" in codes(answer)) is is_advised


def test_every_advice_has_words_and_a_source_in_the_order_of_the_list() -> None:
    assert list(ADVICE) == list(SafeEnquiryAdvice)
