"""A case shows what it may need next to whoever works on it, and that it was shown is counted."""

from uuid import uuid4

import pytest

from shared.access.caller import Scope
from shared.events.intake import PatternNoticed
from shared.reference.patterns import TraceKind
from tests.services.outcomes import bodies
from tests.services.outcomes import speaking_bodies as speaking
from tests.services.outcomes.cases import RAISED_AT, Case, hear
from tests.services.outcomes.wish_bodies import BODIES, death
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST, Agency

SHOWN = "/outcomes/v1/statistics/prompts"


async def codes(case: Case, agency: Agency = TRUST) -> list[str]:
    answer = await case.get("prompts", agency)
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["items"]]


async def test_prompts_follow_what_is_recorded(case: Case) -> None:
    assert "ask_what_the_adult_wants" in await codes(case)
    await case.converse()
    assert "ask_what_the_adult_wants" not in await codes(case)
    assert "write_down_what_they_said" in await codes(case)
    wish = await case.wish()
    assert "write_down_what_they_said" not in await codes(case)
    await case.done(
        f"desired-outcomes/{wish}/limitations", bodies.limitation(reasons=["others_at_risk"])
    )
    assert "protect_the_others" in await codes(case)
    await case.judge(wish, judged_by="worker", achieved="fully")
    assert "ask_how_far_it_came_about" in await codes(case)


async def test_a_prompt_says_why_on_what_it_rests_and_who_might_do_it(case: Case) -> None:
    answer = (await case.get("prompts")).json()
    assert answer["version"]
    first = next(one for one in answer["items"] if one["code"] == "ask_what_the_adult_wants")
    assert first["urgency"] == "now"
    assert "Care Act 2014" in first["source"]
    assert first["who"] == ["whoever_the_adult_trusts", "any_party"]
    urgencies = [one["urgency"] for one in answer["items"]]
    assert urgencies == sorted(urgencies, key=["now", "soon", "in_time"].index)


async def test_prompts_hold_nothing_that_anybody_said(case: Case) -> None:
    await case.wish()
    assert "canary" not in (await case.get("prompts")).text.lower()


async def test_that_a_source_came_up_with_others_is_for_the_lead_alone(case: Case) -> None:
    noticed = PatternNoticed(
        case_id=case.id,
        synthetic=case.synthetic,
        pattern_id=uuid4(),
        kind=TraceKind.EMPLOYER,
        adults=2,
        noticed_at=RAISED_AT,
    )
    await hear(case.desk, noticed)
    await hear(case.desk, noticed.model_copy(update={"adults": 3}))
    assert "look_at_the_pattern" in await codes(case, COUNCIL)
    assert "look_at_the_pattern" not in await codes(case, TRUST)


async def test_who_may_not_know_of_the_case_is_shown_no_prompts(case: Case) -> None:
    hidden = await case.get("prompts", EMPLOYER)
    assert hidden.status_code == 404


async def test_a_prompt_that_is_shown_counts_once_a_day_for_each_agency(case: Case) -> None:
    for _ in range(3):
        await codes(case)
    await codes(case, POLICE)
    async with case.desk.client(TRUST) as client:
        counted = (await client.get(SHOWN)).json()
    assert counted["cases"] == 1
    by_code = {one["code"]: one for one in counted["items"]}
    asked = by_code["ask_what_the_adult_wants"]
    assert (asked["cases"], asked["days"], asked["topic"]) == (1, 1, "involving_people")
    async with case.desk.client(COUNCIL) as client:
        assert (await client.get(SHOWN)).json() == {"cases": 0, "items": []}


async def test_a_period_without_prompts_has_none(case: Case) -> None:
    await codes(case)
    async with case.desk.client(TRUST) as client:
        before = await client.get(SHOWN, params={"to": "2020-01-01"})
        backwards = await client.get(SHOWN, params={"from": "2026-01-02", "to": "2026-01-01"})
    assert before.json() == {"cases": 0, "items": []}
    assert backwards.status_code == 400


@pytest.mark.parametrize("scope", [Scope.OUTCOMES_READ], ids=str)
async def test_prompts_need_the_scope(case: Case, scope: Scope) -> None:
    async with case.desk.client(TRUST, scopes=frozenset(Scope) - {scope}) as client:
        assert (await client.get(case.path("prompts"))).status_code == 403


async def test_prompts_follow_capacity_advocacy_and_who_speaks(case: Case) -> None:
    assert "consider_substantial_difficulty" in await codes(case)
    await case.done("advocacy/reviews", speaking.review())
    assert "refer_to_an_advocate" in await codes(case)
    await case.done("advocacy/referrals", speaking.REFERRAL)
    assert "refer_to_an_advocate" not in await codes(case)
    lacking = (await case.done("capacity", speaking.assessment()))["assessment_id"]
    shown = await codes(case)
    assert "make_a_best_interests_decision" in shown
    assert "look_for_an_attorney_or_deputy" in shown
    unchecked = speaking.representative(source_check={"finding": "not_checked"})
    await case.done("representatives", unchecked)
    await case.done("best-interests", speaking.best_interests(lacking))
    shown = await codes(case)
    assert "check_who_speaks_for_the_adult" in shown
    assert "make_a_best_interests_decision" not in shown
    assert "look_for_an_attorney_or_deputy" not in shown


async def test_prompts_follow_what_was_weighed_and_what_was_seen_of_coercion(case: Case) -> None:
    await case.wish()
    assert "weigh_it_with_the_adult" in await codes(case)
    await case.done("weighings", BODIES["weighings"])
    await case.done("coercion", BODIES["coercion"])
    shown = await codes(case)
    assert "weigh_it_with_the_adult" not in shown
    assert "make_a_safe_enquiry" in shown
    await case.done("death", death())
    assert "ask_again_over_time" not in await codes(case)
