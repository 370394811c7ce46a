"""Effort: what was told adds up, what was not is counted as that, and time between milestones."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.effort.elapsed import elapsed
from services.outcomes.effort.models import EffortStep
from services.outcomes.effort.sums import Numbers, add_up
from shared.reference.effort import Milestone
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import RAISED_AT, Case, decide, raise_concern
from tests.services.outcomes.wish_bodies import explanation, full_limitation
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency
from tests.support.desk import Desk

STEPS = st.lists(st.tuples(st.none() | st.integers(0, 6000), st.none() | st.integers(0, 1000)))
INSTANTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
REACHED = st.dictionaries(st.sampled_from(Milestone), st.none() | INSTANTS)


def step(kind: str = "visit", **changes: Any) -> dict[str, Any]:
    return {"kind": kind, "done_on": "2026-11-21"} | changes


async def tell(case: Case, agency: Agency = TRUST, **told: Any) -> str:
    return str((await case.done("effort", step(**told), agency))["step_id"])


async def summary(case: Case, agency: Agency = TRUST) -> dict[str, Any]:
    answer = await case.get("effort", agency)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def figures(steps: int, minutes: int | None, without: int, contacts: int | None = None) -> Any:
    return {
        "steps": steps,
        "minutes": minutes,
        "steps_without_minutes": without,
        "contacts": contacts,
        "steps_without_contacts": steps,
    }


async def test_what_was_told_adds_up_and_what_was_not_is_counted_as_that(case: Case) -> None:
    await tell(case, minutes=40)
    await tell(case, minutes=0)
    await tell(case, kind="travel")
    await tell(case, POLICE, kind="meeting")
    told = await summary(case, COUNCIL)
    assert told["total"] == figures(4, 40, 2)
    by_agency = {one["agency_id"]: one for one in told["agencies"]}
    assert by_agency.keys() == {str(TRUST.id), str(POLICE.id)}
    trust, police = by_agency[str(TRUST.id)], by_agency[str(POLICE.id)]
    assert trust["by_kind"] == {"visit": figures(2, 40, 0), "travel": figures(1, None, 1)}
    assert trust["practitioners"] == 1
    sums = ("steps", "minutes", "steps_without_minutes", "contacts", "steps_without_contacts")
    assert {name: police[name] for name in sums} == figures(1, None, 1)


async def test_where_nobody_told_of_anything_there_is_no_zero(case: Case) -> None:
    told = await summary(case)
    assert (told["total"], told["agencies"]) == (figures(0, None, 0), [])


async def test_contacts_are_summed_apart_from_minutes(case: Case) -> None:
    await tell(case, contacts=2)
    await tell(case, contacts=0, minutes=5)
    total = (await summary(case))["total"]
    assert (total["contacts"], total["steps_without_contacts"]) == (2, 0)
    assert (total["minutes"], total["steps_without_minutes"]) == (5, 1)


async def test_a_step_told_wrongly_is_replaced_and_stays_on_record(case: Case) -> None:
    wrong = await tell(case, minutes=600)
    right = await tell(case, minutes=60, replaces_step_id=wrong)
    assert (await summary(case))["total"]["minutes"] == 60
    newest, first = (await case.get("effort/steps", POLICE)).json()["items"]
    assert (newest["step_id"], newest["replaces_step_id"]) == (right, wrong)
    assert (first["minutes"], first["is_replaced"]) == (600, True)
    assert newest["recorded"]["practitioner_id"] == "nurse-1"


async def test_a_step_is_replaced_once_and_by_the_agency_that_took_it(
    desk: Desk, case: Case
) -> None:
    wrong = await tell(case, minutes=600)
    body = step(minutes=60, replaces_step_id=wrong)
    for agency in (POLICE, COUNCIL):
        answer = await case.post("effort", body, agency)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    answers = await asyncio.gather(*(case.post("effort", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {one.json().get("code") for one in answers} == {None, "step_already_replaced"}
    assert await desk.count(EffortStep) == 2


async def test_a_step_of_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    for elsewhere in (await tell(other), str(uuid4())):
        assert (await case.post("effort", step(replaces_step_id=elsewhere))).status_code == 404
    assert await desk.count(EffortStep) == 1


async def test_steps_are_told_before_the_decision_and_after_the_conclusion(
    desk: Desk, raised: Case
) -> None:
    await tell(raised)
    await decide(desk, raised)
    await raised.conclude()
    await tell(raised)
    assert (await summary(raised))["total"]["steps"] == 2


async def test_steps_are_listed_the_newest_first_page_by_page(case: Case) -> None:
    told = [await tell(case) for _ in range(3)]
    first = (await case.get("effort/steps?limit=2")).json()
    second = (await case.get(f"effort/steps?limit=2&cursor={first['next']}")).json()
    assert [one["step_id"] for one in first["items"] + second["items"]] == told[::-1]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"done_on": "2026-11-23"}, 400, "not_yet_happened"),
        ({"kind": "phone"}, 422, "malformed_input"),
        ({"minutes": -1}, 422, "malformed_input"),
        ({"minutes": 6001}, 422, "malformed_input"),
        ({"minutes": 1.5}, 422, "malformed_input"),
        ({"minutes": "40"}, 422, "malformed_input"),
        ({"contacts": 1001}, 422, "malformed_input"),
        ({"done_on": "20261121"}, 422, "malformed_input"),
        ({"note": bodies.CANARY}, 422, "malformed_input"),
    ],
    ids=str,
)
async def test_a_step_that_breaks_a_rule_changes_nothing(
    desk: Desk, case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await case.post("effort", step(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert bodies.CANARY not in answer.text
    assert await desk.count(EffortStep) == 0


async def test_sent_twice_it_is_counted_once(desk: Desk, case: Case) -> None:
    async def send() -> httpx.Response:
        async with desk.client(TRUST) as client:
            headers = {"Idempotency-Key": "once"}
            return await client.post(case.path("effort"), json=step(minutes=7), headers=headers)

    first, second = await send(), await send()
    assert (first.json(), first.status_code) == (second.json(), 201)
    assert (await summary(case))["total"]["minutes"] == 7


async def test_milestones_say_when_and_how_long_after(desk: Desk, raised: Case) -> None:
    before = await summary(raised)
    assert [one["at"] for one in before["milestones"][1:]] == [None] * 4
    await decide(desk, raised)
    wish_id = await raised.wish()
    path = f"desired-outcomes/{wish_id}/limitations"
    one = (await raised.done(path, full_limitation()))["limitation_id"]
    still_untold = (await summary(raised))["milestones"][3]
    assert (still_untold["milestone"], still_untold["at"]) == ("first_explained", None)
    told_at = "2026-11-22T08:20:59Z"
    await raised.done(f"{path}/{one}/explanation", explanation(told_at=told_at))
    await raised.conclude()
    milestones = (await summary(raised))["milestones"]
    assert [(m["milestone"], m["since"], m["minutes_since"]) for m in milestones] == [
        ("concern_raised", None, None),
        ("decided", "concern_raised", 0),
        ("first_asked", "decided", 46 * 60),
        ("first_explained", "first_asked", 20),
        ("concluded", "first_explained", 69),
    ]
    assert milestones[0]["at"] == RAISED_AT.isoformat().replace("+00:00", "Z")
    assert milestones[4]["minutes_since_concern"] == 47 * 60 + 30


async def test_an_occasion_on_which_nobody_was_asked_is_no_milestone(case: Case) -> None:
    await case.done("conversations", bodies.unanswered("dont_know"))
    assert (await summary(case))["milestones"][2]["at"] is None


@given(STEPS)
def test_a_sum_is_missing_exactly_where_no_step_gave_a_number(
    steps: list[tuple[int | None, int | None]],
) -> None:
    total = add_up(
        [
            Numbers(1, minutes is not None, minutes or 0, contacts is not None, contacts or 0)
            for minutes, contacts in steps
        ]
    )
    given_minutes = [minutes for minutes, _ in steps if minutes is not None]
    assert total.minutes == (sum(given_minutes) if given_minutes else None)
    assert total.steps_without_minutes + len(given_minutes) == total.steps == len(steps)
    given_contacts = [contacts for _, contacts in steps if contacts is not None]
    assert total.contacts == (sum(given_contacts) if given_contacts else None)


@given(REACHED)
def test_time_is_counted_only_between_what_is_known(
    reached: Mapping[Milestone, datetime | None],
) -> None:
    shown = elapsed(reached)
    assert [one.milestone for one in shown] == list(Milestone)
    for one in shown:
        assert one.at == reached.get(one.milestone)
        assert (one.minutes_since is None) is (one.since is None)
        if one.since is not None:
            start = reached[one.since]
            assert start is not None
            assert one.at is not None
            gap = abs(one.at - start - timedelta(minutes=one.minutes_since or 0))
            assert gap < timedelta(minutes=1)
