"""A practitioner asks for help from a case; who answered, and whether it helped, is kept."""

from typing import Any
from uuid import uuid4

import pytest

from shared.events.outcomes import HelpAnswered, HelpAskedFor
from tests.services.outcomes.cases import Case
from tests.support.agencies import BOARD, COUNCIL, EMPLOYER, POLICE, TRUST, Agency

ANSWER = {"words": "canary-answer", "given_by": {"name": "Canary Lead", "role": "principal"}}
COUNTS = "/outcomes/v1/statistics/help"


def question(**changes: Any) -> dict[str, Any]:
    return {
        "topic": "coercion_and_control",
        "question": "canary-question: may I ask her with her son in the room?",
        "asked_of": "lead_agency",
        **changes,
    }


async def ask(case: Case, agency: Agency = TRUST, **changes: Any) -> str:
    asked = await case.done("help-requests", question(**changes), agency)
    return f"help-requests/{asked['help_request_id']}"


async def counted(case: Case, agency: Agency = TRUST) -> dict[str, dict[str, int]]:
    async with case.desk.client(agency) as client:
        topics = (await client.get(COUNTS)).json()["topics"]
    return {one.pop("topic"): one for one in topics}


async def test_the_lead_is_told_answers_and_whoever_asked_says_whether_it_helped(
    case: Case,
) -> None:
    one = await ask(case, prompt_code="find_a_safe_way_to_ask")
    told = await case.desk.published(HelpAskedFor)
    assert told[0]["data"]["asked_by_agency_id"] == str(TRUST.id)
    answered = await case.done(f"{one}/answer", ANSWER, COUNCIL)
    assert answered["answer"]["words"] == ANSWER["words"]
    assert answered["answer"]["agency_id"] == str(COUNCIL.id)
    assert len(await case.desk.published(HelpAnswered)) == 1
    judged = await case.done(f"{one}/judgement", {"helped": "partly"})
    assert judged["helped"] == "partly"
    again = await case.done(f"{one}/judgement", {"helped": "yes"})
    assert again["helped"] == "yes"


async def test_no_event_holds_what_was_asked(case: Case) -> None:
    one = await ask(case)
    await case.done(f"{one}/answer", ANSWER, COUNCIL)
    assert "canary" not in str(await case.desk.published()).lower()


async def test_what_is_asked_within_an_agency_is_read_by_it_alone(case: Case) -> None:
    one = await ask(case, asked_of="own_agency")
    assert await case.desk.published(HelpAskedFor) == []
    for agency in (COUNCIL, POLICE):
        assert (await case.get("help-requests", agency)).json()["items"] == []
        assert (await case.post(f"{one}/answer", ANSWER, agency)).status_code == 404
    await case.done(f"{one}/answer", ANSWER, TRUST)
    assert await case.desk.published(HelpAnswered) == []


async def test_another_party_reads_nothing_of_it(case: Case) -> None:
    one = await ask(case)
    assert (await case.get("help-requests", POLICE)).json()["items"] == []
    for tail, body in (("answer", ANSWER), ("judgement", {"helped": "no"})):
        assert (await case.post(f"{one}/{tail}", body, POLICE)).status_code == 404
    assert len((await case.get("help-requests", COUNCIL)).json()["items"]) == 1


async def test_the_lead_does_not_judge_its_own_answer(case: Case) -> None:
    one = await ask(case)
    await case.done(f"{one}/answer", ANSWER, COUNCIL)
    assert (await case.post(f"{one}/judgement", {"helped": "yes"}, COUNCIL)).status_code == 404


async def test_who_may_not_know_of_the_case_can_ask_nothing(case: Case) -> None:
    assert (await case.post("help-requests", question(), EMPLOYER)).status_code == 404
    assert (await case.post("help-requests", question(), None)).status_code == 401


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"prompt_code": "canary"}, 400, "prompt_not_known"),
        ({"topic": "canary"}, 422, "malformed_input"),
        ({"question": " "}, 422, "malformed_input"),
        ({"asked_of": None}, 422, "malformed_input"),
    ],
    ids=["prompt", "topic", "question", "asked of"],
)
async def test_what_can_not_be_asked_is_refused_and_not_repeated(
    case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await case.post("help-requests", question(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "canary" not in answer.text


async def test_it_is_answered_once_and_judged_after(case: Case) -> None:
    one = await ask(case)
    early = await case.post(f"{one}/judgement", {"helped": "yes"})
    assert (early.status_code, early.json()["code"]) == (409, "help_not_yet_given")
    await case.done(f"{one}/answer", ANSWER, COUNCIL)
    late = await case.post(f"{one}/answer", ANSWER, COUNCIL)
    assert (late.status_code, late.json()["code"]) == (409, "help_already_given")
    nothing = await case.post(f"help-requests/{uuid4()}/answer", ANSWER, COUNCIL)
    assert nothing.status_code == 404


async def test_where_help_is_wanted_can_be_counted(case: Case) -> None:
    one = await ask(case)
    await case.done(f"{one}/answer", ANSWER, COUNCIL)
    await ask(case, topic="the_law", asked_of="own_agency")
    counts = await counted(case)
    assert len(counts) == 8
    assert counts["coercion_and_control"]["not_judged"] == 1
    await case.done(f"{one}/judgement", {"helped": "too_soon_to_say"})
    counts = await counted(case)
    assert counts["coercion_and_control"] == {
        "asked": 1,
        "asked_of_lead": 1,
        "answered": 1,
        "helped": 0,
        "helped_partly": 0,
        "did_not_help": 0,
        "too_soon_to_say": 1,
        "not_judged": 0,
    }
    assert counts["the_law"]["answered"] == 0
    assert counts["managing_risk"]["asked"] == 0
    assert (await counted(case, COUNCIL))["coercion_and_control"]["asked"] == 0


async def test_a_board_sees_where_support_is_wanted_and_nobody_in_particular(case: Case) -> None:
    for agency in (TRUST, POLICE, COUNCIL, TRUST):
        await ask(case, agency, asked_of="own_agency")
    await ask(case, topic="the_law")
    seen = await counted(case, BOARD)
    assert set(seen["coercion_and_control"].values()) == {None}
    one = await ask(case, POLICE)
    await case.done(f"{one}/answer", ANSWER, COUNCIL)
    seen = await counted(case, BOARD)
    assert (seen["coercion_and_control"]["asked"], seen["coercion_and_control"]["answered"]) == (
        5,
        1,
    )
    assert seen["the_law"]["asked"] is None
    assert (await counted(case, TRUST))["coercion_and_control"]["asked"] == 2
