"""Weighings: each option with its benefits and risks in either view, with the adult or without."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.outcomes.weighings.models import Weighing, WeighingVersion
from shared.events.outcomes import WeighingRecorded, WeighingRevised
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.wish_bodies import weighing
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency, named
from tests.support.desk import Desk


def together(conversation_id: str, **changes: Any) -> dict[str, Any]:
    """Return options that were weighed with the adult in a conversation."""
    return weighing(conversation_id=conversation_id, without_adult_because=None) | changes


async def weigh(case: Case, **changes: Any) -> str:
    return str((await case.done("weighings", weighing(**changes)))["weighing_id"])


async def revise(case: Case, one: str, seen: str | None = '"1"', **changes: Any) -> httpx.Response:
    body = weighing(why="She woke, and we talked.") | changes
    return await case.put(f"weighings/{one}", body, seen)


@pytest.mark.parametrize("agency", [COUNCIL, TRUST, POLICE], ids=named)
async def test_the_lead_and_any_party_weigh_in_either_view(case: Case, agency: Agency) -> None:
    wish_id = await case.wish()
    body = weighing(desired_outcome_id=wish_id)
    answer = await case.done("weighings", body, agency)
    first, second = answer["options"]
    assert (first["option"], second["option"]) == (1, 2)
    assert first["benefits"] == body["options"][0]["benefits"]
    unknown = {"likelihood": "not_known", "impact": "not_known"}
    assert first["risks"] == [body["options"][0]["risks"][0] | unknown]
    assert (second["benefits"], second["risks"], second["what_makes_it_safer"]) == ([], [], None)
    assert (answer["preference"], answer["preferred_option"]) == ("an_option", 1)
    assert (answer["desired_outcome_id"], answer["weighed_with"]) == (wish_id, None)
    assert answer["recorded"]["agency_id"] == str(agency.id)
    assert (await case.get("weighings", POLICE)).json()["items"] == [answer]


@pytest.mark.parametrize("asked_of", ["adult", "representative", "advocate"])
async def test_it_is_said_with_whom_it_was_weighed(desk: Desk, case: Case, asked_of: str) -> None:
    talk = await case.converse(asked_of=asked_of)
    answer = await case.done("weighings", together(talk))
    assert (answer["weighed_with"], answer["conversation_id"]) == (asked_of, talk)
    (event,) = await desk.published(WeighingRecorded)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "weighing_id": answer["weighing_id"],
        "desired_outcome_id": None,
        "conversation_id": talk,
        "recorded_by_agency_id": str(TRUST.id),
    }


async def test_weighing_anew_keeps_what_was_weighed_before(desk: Desk, case: Case) -> None:
    one = await weigh(case)
    talk = await case.converse()
    changed = {"conversation_id": talk, "without_adult_because": None}
    answer = await revise(case, one, preference="none", preferred_option=None, **changed)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    read = await case.get(f"weighings/{one}", COUNCIL)
    (earlier,) = read.json()["earlier_versions"]
    assert (read.json()["version"], read.json()["why"]) == (2, "She woke, and we talked.")
    assert (earlier["version"], earlier["preferred_option"], earlier["why"]) == (1, 1, None)
    assert earlier["without_adult_because"] == weighing()["without_adult_because"]
    (listed,) = (await case.get("weighings")).json()["items"]
    assert listed == answer.json()
    (event,) = await desk.published(WeighingRevised)
    assert (event["data"]["version"], event["data"]["conversation_id"]) == (2, talk)


async def test_weighings_are_listed_the_newest_first_page_by_page(case: Case) -> None:
    made = [await weigh(case) for _ in range(3)]
    first = (await case.get("weighings?limit=2")).json()
    rest = (await case.get(f"weighings?limit=2&cursor={first['next']}")).json()
    assert [item["weighing_id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"without_adult_because": None}, 400, "weighing_incomplete"),
        ({"conversation_id": str(uuid4())}, 400, "weighing_incomplete"),
        ({"preferred_option": None}, 400, "weighing_incomplete"),
        ({"preferred_option": 3}, 400, "weighing_incomplete"),
        ({"preference": "not_asked"}, 400, "weighing_incomplete"),
        ({"options": [{"label": "a"}, {"label": "a"}]}, 400, "weighing_incomplete"),
        (together(str(uuid4())), 404, "not_found"),
        ({"desired_outcome_id": str(uuid4())}, 404, "not_found"),
        ({"options": []}, 422, "malformed_input"),
        ({"options": [{"label": str(number)} for number in range(11)]}, 422, "malformed_input"),
        ({"options": [{"label": "two\nlines"}]}, 422, "malformed_input"),
        ({"preferred_option": 0}, 422, "malformed_input"),
        ({"preferred_option": "1"}, 422, "malformed_input"),
        (
            {"options": [{"label": "a", "risks": [{"what": "x", "in_view_of": "manager"}]}]},
            422,
            "malformed_input",
        ),
    ],
)
async def test_a_weighing_that_breaks_a_rule_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await case.post("weighings", weighing(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bodies.CANARY not in answer.text
    assert await desk.count(WeighingVersion) == 0


async def test_it_is_weighed_with_somebody_only_where_somebody_was_asked(
    desk: Desk, case: Case
) -> None:
    silent = (await case.done("conversations", bodies.unanswered()))["conversation_id"]
    answer = await case.post("weighings", together(silent))
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody_was_asked")
    talk = await case.converse(asked="asked_none_expressed")
    await case.done("weighings", together(talk))
    denied = bodies.unanswered("dont_know", why="Not sure.")
    answer = await case.put(f"conversations/{talk}", denied, '"1"')
    assert (answer.status_code, answer.json()["code"]) == (409, "conversation_is_quoted")
    assert await desk.count(Weighing) == 1


@pytest.mark.parametrize(("seen", "status"), [(None, 428), ('"2"', 412)])
async def test_weighing_anew_names_the_version_it_replaces(
    desk: Desk, case: Case, seen: str | None, status: int
) -> None:
    assert (await revise(case, await weigh(case), seen)).status_code == status
    assert await desk.count(WeighingVersion) == 1


async def test_of_revisions_at_once_one_is_kept(desk: Desk, case: Case) -> None:
    one = await weigh(case)
    answers = await asyncio.gather(*(revise(case, one) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    assert await desk.count(WeighingVersion) == 2


async def test_what_belongs_to_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    for one in (await weigh(other), str(uuid4())):
        assert (await revise(case, one)).status_code == 404
        assert (await case.get(f"weighings/{one}")).status_code == 404
    for changes in ({"desired_outcome_id": await other.wish()}, together(await other.converse())):
        assert (await case.post("weighings", weighing(**changes))).status_code == 404
    assert await desk.count(Weighing) == 1


async def test_after_the_conclusion_nothing_is_weighed(desk: Desk, case: Case) -> None:
    one = await weigh(case)
    await case.conclude()
    for answer in (await case.post("weighings", weighing()), await revise(case, one)):
        assert (answer.status_code, answer.json()["code"]) == (409, "case_already_concluded")
    assert await desk.count(WeighingVersion) == 1
