"""What was negotiated, and what is no longer wanted: neither takes a wish out of its count."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.outcomes.desired_outcomes.models import DesiredOutcome, DesiredOutcomeWithdrawal
from shared.events.outcomes import DesiredOutcomeRecorded, DesiredOutcomeWithdrawn
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.test_statistics import figures, report
from tests.services.outcomes.wish_bodies import no_longer_wanted
from tests.support.agencies import POLICE, TRUST
from tests.support.desk import Desk

LESS = "I want her to say sorry, then"


async def negotiate(case: Case, wish_id: str) -> str:
    """Record what the adult agreed to in place of a wish; return its id."""
    agreed = {"desired_outcome_id": wish_id, "how_agreed": "We talked about what could be done."}
    body = bodies.wish(await case.converse(), LESS, category="apology", negotiated_from=agreed)
    return str((await case.done("desired-outcomes", body))["desired_outcome_id"])


async def withdraw(case: Case, wish_id: str, talk: str | None = None, **changes: Any) -> Any:
    body = no_longer_wanted(talk or await case.converse(), **changes)
    return await case.post(f"desired-outcomes/{wish_id}/no-longer-wanted", body)


async def concluded(case: Case) -> dict[str, Any]:
    await case.conclude()
    counted: dict[str, Any] = (await report(case.desk))["concluded"]["section_42"]
    return counted


async def test_what_was_negotiated_names_its_original_which_stays_as_it_was(
    desk: Desk, case: Case
) -> None:
    wish_id = await case.wish()
    before = (await case.get(f"desired-outcomes/{wish_id}")).json()
    negotiated = await negotiate(case, wish_id)
    read = (await case.get(f"desired-outcomes/{negotiated}", POLICE)).json()
    assert (read["words"], read["negotiated_from"]) == (
        LESS,
        {"desired_outcome_id": wish_id, "how_agreed": "We talked about what could be done."},
    )
    assert (await case.get(f"desired-outcomes/{wish_id}")).json() == before
    assert before["negotiated_from"] is None
    first, second = await desk.published(DesiredOutcomeRecorded)
    assert first["data"]["negotiated_from_id"] is None
    assert second["data"]["negotiated_from_id"] == wish_id


async def test_a_revision_stays_negotiated(case: Case) -> None:
    wish_id = await case.wish()
    negotiated = await negotiate(case, wish_id)
    body = bodies.wish(await case.converse(), "A letter will do", why="She said so.")
    revised = await case.put(f"desired-outcomes/{negotiated}", body, '"1"')
    assert revised.json()["negotiated_from"]["desired_outcome_id"] == wish_id


async def test_agreeing_to_less_makes_no_figure_better(case: Case) -> None:
    wish_id = await case.wish()
    await case.judge(wish_id, achieved="not")
    await case.judge(await negotiate(case, wish_id), achieved="fully")
    counted = await concluded(case)
    assert figures(counted["results"])["not_achieved"] == "1 of 1 result_recorded"
    assert figures(counted["desired_outcomes"]) == {
        "desired_outcomes": "1",
        "limited_desired_outcomes": "0 of 1 desired_outcomes",
        "no_longer_wanted": "0 of 1 desired_outcomes",
        "negotiated_desired_outcomes": "1",
    }
    assert figures(counted["verdicts_by"]["adult"]) == {
        "judged_by_adult": "1 of 1 desired_outcomes",
        "not_judged_by_adult": "0 of 1 desired_outcomes",
        "fully_achieved": "0 of 1 judged_by_adult",
        "partially_achieved": "0 of 1 judged_by_adult",
        "not_achieved": "1 of 1 judged_by_adult",
    }
    assert figures(counted["negotiated_verdicts_by"]["adult"]) == {
        "judged_by_adult": "1 of 1 negotiated_desired_outcomes",
        "not_judged_by_adult": "0 of 1 negotiated_desired_outcomes",
        "fully_achieved": "1 of 1 judged_by_adult",
        "partially_achieved": "0 of 1 judged_by_adult",
        "not_achieved": "0 of 1 judged_by_adult",
    }


async def test_an_original_that_nobody_judged_is_not_spoken_for_by_what_was_negotiated(
    case: Case,
) -> None:
    wish_id = await case.wish()
    await case.judge(await negotiate(case, wish_id), achieved="fully")
    counted = await concluded(case)
    assert figures(counted["results"])["result_not_recorded"] == "1 of 1 asked_and_expressed"


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_nothing_is_negotiated_from_what_is_not_there(
    desk: Desk,
    case: Case,
    elsewhere: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    original = await other.wish() if elsewhere else str(uuid4())
    agreed = {"desired_outcome_id": original, "how_agreed": "We talked."}
    body = bodies.wish(await case.converse(), LESS, negotiated_from=agreed)
    answer = await case.post("desired-outcomes", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await desk.count(DesiredOutcome) == elsewhere


async def test_what_is_no_longer_wanted_stays_with_its_words_limits_and_verdicts(
    desk: Desk, case: Case
) -> None:
    wish_id = await case.wish()
    await case.done(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    await case.judge(wish_id, achieved="not")
    (before,) = (await case.enquiry())["desired_outcomes"]
    talk = await case.converse(asked_of="advocate")
    answer = await withdraw(case, wish_id, talk)
    (after,) = (await case.enquiry())["desired_outcomes"]
    said = after["no_longer_wanted"]
    assert answer.json()["no_longer_wanted"] == said
    assert (said["said_by"], said["conversation_id"]) == ("advocate", talk)
    assert said["recorded"]["agency_id"] == str(TRUST.id)
    assert after | {"no_longer_wanted": None} == before
    (event,) = await desk.published(DesiredOutcomeWithdrawn)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "desired_outcome_id": wish_id,
        "version": 1,
        "conversation_id": talk,
        "said_by": "advocate",
        "recorded_by_agency_id": str(TRUST.id),
    }


async def test_what_is_no_longer_wanted_stays_in_every_denominator(case: Case) -> None:
    kept, given_up = await case.wish(), await case.wish(words=bodies.SECOND_WISH)
    await withdraw(case, given_up)
    await case.judge(kept, achieved="fully")
    counted = await concluded(case)
    assert figures(counted["desired_outcomes"])["no_longer_wanted"] == "1 of 2 desired_outcomes"
    assert figures(counted["verdicts_by"]["adult"])["not_judged_by_adult"] == (
        "1 of 2 desired_outcomes"
    )
    assert figures(counted["results"])["fully_achieved"] == "1 of 1 result_recorded"


async def test_a_verdict_on_what_is_no_longer_wanted_counts_in_the_result(case: Case) -> None:
    kept, given_up = await case.wish(), await case.wish(words=bodies.SECOND_WISH)
    await case.judge(given_up, achieved="not")
    await withdraw(case, given_up)
    await case.judge(kept, achieved="fully")
    counted = await concluded(case)
    assert figures(counted["results"])["partially_achieved"] == "1 of 1 result_recorded"


async def test_a_revision_makes_it_wanted_again_and_keeps_that_it_was_not(case: Case) -> None:
    wish_id = await case.wish()
    await withdraw(case, wish_id)
    body = bodies.wish(await case.converse(), why="She wants it after all.")
    revised = (await case.put(f"desired-outcomes/{wish_id}", body, '"1"')).json()
    assert revised["no_longer_wanted"] is None
    (earlier,) = (await case.get(f"desired-outcomes/{wish_id}")).json()["earlier_versions"]
    assert earlier["no_longer_wanted"]["said_by"] == "adult"
    assert (await withdraw(case, wish_id)).status_code == 412
    again = await withdraw(case, wish_id, version=2)
    assert again.status_code == 201
    counted = await concluded(case)
    assert figures(counted["desired_outcomes"])["no_longer_wanted"] == "1 of 1 desired_outcomes"


async def test_only_who_was_asked_says_that_it_is_no_longer_wanted(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    unasked = (await case.done("conversations", bodies.unanswered()))["conversation_id"]
    answer = await withdraw(case, wish_id, unasked)
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody_was_asked")
    answer = await withdraw(case, wish_id, str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await desk.count(DesiredOutcomeWithdrawal) == 0


async def test_a_conversation_in_which_it_was_given_up_keeps_its_answer(case: Case) -> None:
    wish_id = await case.wish()
    talk = await case.converse(asked="asked_none_expressed")
    assert (await withdraw(case, wish_id, talk)).status_code == 201
    changed = bodies.conversation(asked="asked_none_expressed", why="The place was wrong.")
    assert (await case.put(f"conversations/{talk}", changed, '"1"')).status_code == 200
    denied = bodies.unanswered("dont_know", why="Not sure.")
    answer = await case.put(f"conversations/{talk}", denied, '"2"')
    assert (answer.status_code, answer.json()["code"]) == (409, "conversation_is_quoted")


async def test_it_is_given_up_once(desk: Desk, case: Case) -> None:
    wish_id, talk = await case.wish(), await case.converse()
    answers = await asyncio.gather(*(withdraw(case, wish_id, talk) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "no_longer_wanted_already"}
    assert await desk.count(DesiredOutcomeWithdrawal) == 1


async def test_after_the_conclusion_nothing_is_given_up(desk: Desk, case: Case) -> None:
    wish_id, talk = await case.wish(), await case.converse()
    await case.conclude()
    answer = await withdraw(case, wish_id, talk)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_already_concluded")
    assert await desk.count(DesiredOutcomeWithdrawal) == 0


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"reason": None}, {"version": 0}, {"version": "1"}], ids=str
)
async def test_a_malformed_change_of_mind_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any]
) -> None:
    answer = await withdraw(case, await case.wish(), **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed_input")
    assert await desk.count(DesiredOutcomeWithdrawal) == 0
