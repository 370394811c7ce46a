"""The first honest report, against cases counted by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.caller import Scope
from shared.reference.care_act import DecisionOutcome
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.conftest import Hands
from tests.support.agencies import (
    AGENCY_SCOPES,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
    named,
)
from tests.support.desk import Desk

PATH = "/outcomes/v1/statistics/summary"


async def report(
    desk: Desk, agency: Agency = COUNCIL, first: str | None = None, last: str | None = None
) -> dict[str, Any]:
    days = {name: day for name, day in (("from", first), ("to", last)) if day}
    async with desk.client(agency) as client:
        response = await client.get(PATH, params=days)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def figures(measures: list[dict[str, Any]]) -> dict[str, str]:
    """Return measures as a person would say them: "2 of 3 concerns"."""
    return {
        one["measure"]: (
            str(one["count"])
            if one["of"] is None
            else f"{one['count']} of {one['of']} {one['denominator']}"
        )
        for one in measures
    }


async def open_case(desk: Desk, outcome: DecisionOutcome = DecisionOutcome.SECTION_42) -> Case:
    case = await raise_concern(desk)
    await decide(desk, case, outcome)
    return case


async def tell_eight_cases(desk: Desk) -> None:
    """One undecided, one without action, one open; three section 42 and two other concluded."""
    await raise_concern(desk)
    await decide(desk, await raise_concern(desk), DecisionOutcome.NO_FURTHER_ACTION)
    still_open = await open_case(desk)
    await still_open.judge(await still_open.wish(), achieved="fully")

    derived = await open_case(desk)
    first, second = await derived.wish(), await derived.wish(words=bodies.SECOND_WISH)
    await derived.done(f"desired-outcomes/{first}/limitations", bodies.limitation())
    await derived.done(f"desired-outcomes/{first}/limitations", bodies.limitation())
    await derived.judge(first, achieved="fully", given_at="2026-11-22T07:00:00Z")
    await derived.judge(first, achieved="not")
    await derived.judge(first, judged_by="worker")
    await derived.judge(second, achieved="fully")
    await derived.conclude()

    by_worker = await open_case(desk, DecisionOutcome.OTHER_ENQUIRY)
    await by_worker.wish()
    await by_worker.judge(None, achieved="fully", judged_by="worker")
    await by_worker.conclude()

    for body in (
        bodies.unanswered("not_asked", not_asked_reason="too_unwell"),
        bodies.conversation(asked="asked_none_expressed"),
    ):
        nothing_expressed = await open_case(desk)
        await nothing_expressed.done("conversations", body)
        await nothing_expressed.conclude()

    await (await open_case(desk, DecisionOutcome.OTHER_ENQUIRY)).conclude()


async def test_two_judges_of_the_same_wish_are_paired_and_never_pooled(desk: Desk) -> None:
    await tell_eight_cases(desk)
    twice = await open_case(desk)
    wish = await twice.wish()
    for judge in ("adult", "worker"):
        await twice.judge(wish, achieved="fully", judged_by=judge)
    await twice.conclude()
    paired = (await report(desk))["concluded"]["section_42"]["agreement"]
    assert figures([paired["same"]]) == {"same_verdict": "1 of 2 judged_by_adult_and_worker"}
    assert paired["table"]["not"] == {"fully": 0, "partially": 1, "not": 0}
    assert paired["table"]["fully"]["fully"] == 1
    assert paired["kappa"] == pytest.approx(1 / 3)
    assert paired["kappa_interval"] is None, "two pairs are too few for one"
    other = (await report(desk))["concluded"]["other"]["agreement"]
    assert (other["kappa"], other["kappa_interval"]) == (None, None), "nobody was judged twice"


async def test_an_interval_and_bounds_stand_beside_each_share(desk: Desk) -> None:
    await tell_eight_cases(desk)
    [wishes] = [
        one
        for one in (await report(desk))["concluded"]["section_42"]["results"]
        if one["measure"] == "fully_achieved"
    ]
    assert (wishes["count"], wishes["of"]) == (0, 1)
    assert wishes["bounds"] == {"low": 0, "high": 0}, "nothing is missing"
    assert wishes["interval"]["high"] > 0.75, "one result tells little"


async def test_every_count_names_what_it_is_a_part_of(desk: Desk) -> None:
    await tell_eight_cases(desk)
    answer = await report(desk)
    assert figures(answer["concerns"]) == {
        "concerns": "8",
        "decided_section_42": "4 of 8 concerns",
        "decided_other_enquiry": "2 of 8 concerns",
        "decided_no_enquiry_other_action": "0 of 8 concerns",
        "decided_no_further_action": "1 of 8 concerns",
        "not_decided_yet": "1 of 8 concerns",
    }
    assert figures(answer["enquiries"]) == {
        "enquiries": "6",
        "section_42_enquiries": "4 of 6 enquiries",
        "other_enquiries": "2 of 6 enquiries",
    }
    assert answer["synthetic"] is True
    assert answer["period"] == {"from": None, "to": None, "time_zone": "Europe/London"}


async def test_section_42_and_other_enquiries_are_counted_apart(desk: Desk) -> None:
    await tell_eight_cases(desk)
    concluded = (await report(desk))["concluded"]
    assert figures(concluded["section_42"]["asked"]) == {
        "concluded_enquiries": "3",
        "asked": "2 of 3 concluded_enquiries",
        "asked_and_expressed": "1 of 3 concluded_enquiries",
        "asked_none_expressed": "1 of 3 concluded_enquiries",
        "not_asked": "1 of 3 concluded_enquiries",
        "dont_know": "0 of 3 concluded_enquiries",
        "not_recorded": "0 of 3 concluded_enquiries",
    }
    assert figures(concluded["other"]["asked"]) == {
        "concluded_enquiries": "2",
        "asked": "1 of 2 concluded_enquiries",
        "asked_and_expressed": "1 of 2 concluded_enquiries",
        "asked_none_expressed": "0 of 2 concluded_enquiries",
        "not_asked": "0 of 2 concluded_enquiries",
        "dont_know": "0 of 2 concluded_enquiries",
        "not_recorded": "1 of 2 concluded_enquiries",
    }
    assert figures(concluded["section_42"]["results"]) == {
        "result_recorded": "1 of 1 asked_and_expressed",
        "result_not_recorded": "0 of 1 asked_and_expressed",
        "fully_achieved": "0 of 1 result_recorded",
        "partially_achieved": "1 of 1 result_recorded",
        "not_achieved": "0 of 1 result_recorded",
    }
    assert figures(concluded["other"]["results"]) == {
        "result_recorded": "1 of 1 asked_and_expressed",
        "result_not_recorded": "0 of 1 asked_and_expressed",
        "fully_achieved": "1 of 1 result_recorded",
        "partially_achieved": "0 of 1 result_recorded",
        "not_achieved": "0 of 1 result_recorded",
    }


async def test_results_are_shown_apart_by_who_judged(desk: Desk) -> None:
    await tell_eight_cases(desk)
    concluded = (await report(desk))["concluded"]
    section_42, other = concluded["section_42"]["results_by"], concluded["other"]["results_by"]
    assert figures(section_42["derived"]) == {
        "result_derived": "1 of 1 result_recorded",
        "fully_achieved": "0 of 1 result_derived",
        "partially_achieved": "1 of 1 result_derived",
        "not_achieved": "0 of 1 result_derived",
        "derived_from_the_adults_verdicts_alone": "1 of 1 result_derived",
    }
    assert figures(other["worker"]) == {
        "result_judged_by_worker": "1 of 1 result_recorded",
        "fully_achieved": "1 of 1 result_judged_by_worker",
        "partially_achieved": "0 of 1 result_judged_by_worker",
        "not_achieved": "0 of 1 result_judged_by_worker",
    }
    assert figures(section_42["worker"])["result_judged_by_worker"].startswith("0 of 1")
    assert figures(other["derived"])["result_derived"].startswith("0 of 1")
    assert figures(other["adult"])["result_judged_by_adult"].startswith("0 of 1")


async def test_verdicts_are_shown_apart_by_who_judged(desk: Desk) -> None:
    await tell_eight_cases(desk)
    concluded = (await report(desk))["concluded"]
    section_42, other = concluded["section_42"], concluded["other"]
    assert figures(section_42["desired_outcomes"]) == {
        "desired_outcomes": "2",
        "limited_desired_outcomes": "1 of 2 desired_outcomes",
        "no_longer_wanted": "0 of 2 desired_outcomes",
        "negotiated_desired_outcomes": "0",
    }
    assert figures(other["desired_outcomes"]) == {
        "desired_outcomes": "1",
        "limited_desired_outcomes": "0 of 1 desired_outcomes",
        "no_longer_wanted": "0 of 1 desired_outcomes",
        "negotiated_desired_outcomes": "0",
    }
    assert figures(section_42["verdicts_by"]["adult"]) == {
        "judged_by_adult": "2 of 2 desired_outcomes",
        "not_judged_by_adult": "0 of 2 desired_outcomes",
        "fully_achieved": "1 of 2 judged_by_adult",
        "partially_achieved": "0 of 2 judged_by_adult",
        "not_achieved": "1 of 2 judged_by_adult",
    }
    worker = figures(section_42["verdicts_by"]["worker"])
    assert worker["partially_achieved"] == "1 of 1 judged_by_worker"
    assert figures(other["verdicts_by"]["adult"]) == {
        "judged_by_adult": "0 of 1 desired_outcomes",
        "not_judged_by_adult": "1 of 1 desired_outcomes",
        "fully_achieved": "0 of 0 judged_by_adult",
        "partially_achieved": "0 of 0 judged_by_adult",
        "not_achieved": "0 of 0 judged_by_adult",
    }


async def test_the_adults_later_verdict_moves_the_enquiry_to_the_adults_results(
    desk: Desk, case: Case
) -> None:
    await case.wish()
    await case.judge(None, achieved="fully", judged_by="worker")
    await case.conclude()
    await case.judge(None, achieved="not")
    concluded = (await report(desk))["concluded"]["section_42"]
    by_adult, by_worker = concluded["results_by"]["adult"], concluded["results_by"]["worker"]
    assert figures(concluded["results"])["not_achieved"] == "1 of 1 result_recorded"
    assert figures(by_adult)["not_achieved"] == "1 of 1 result_judged_by_adult"
    assert figures(by_worker)["result_judged_by_worker"].startswith("0 of 1")


async def test_a_verdict_given_earlier_but_recorded_later_is_not_the_one_counted(
    desk: Desk, case: Case
) -> None:
    wish_id = await case.wish()
    await case.judge(wish_id, achieved="fully", given_at="2026-11-22T08:00:00Z")
    await case.judge(wish_id, achieved="not", given_at="2026-11-22T07:00:00Z")
    await case.conclude()
    concluded = (await report(desk))["concluded"]["section_42"]
    verdicts = figures(concluded["verdicts_by"]["adult"])
    assert verdicts["fully_achieved"] == "1 of 1 judged_by_adult"


@pytest.mark.parametrize(
    ("agency", "concerns"), [(COUNCIL, 2), (POLICE, 2), (TRUST, 1), (EMPLOYER, 0)], ids=named
)
async def test_an_agency_counts_the_cases_it_works_on(
    desk: Desk, case: Case, agency: Agency, concerns: int
) -> None:
    raised_only = await raise_concern(desk, parties=(POLICE,))
    await decide(desk, raised_only)
    answer = await report(desk, agency)
    assert answer["concerns"][0]["count"] == concerns
    assert answer["enquiries"][0]["count"] == concerns


async def test_made_up_cases_and_real_ones_are_never_counted_together(
    desk: Desk, case: Case
) -> None:
    real = await raise_concern(desk, lead=REAL_COUNCIL, referrer=REAL_TRUST, parties=(REAL_TRUST,))
    await decide(desk, real)
    for agency, synthetic in ((REAL_COUNCIL, False), (COUNCIL, True)):
        answer = await report(desk, agency)
        assert (answer["concerns"][0]["count"], answer["synthetic"]) == (1, synthetic)


async def test_a_period_is_whole_days_in_england(desk: Desk) -> None:
    """31 March 2026 ended at 23:00 in UTC: British Summer Time had begun."""
    for raised_at in (
        datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 31, 23, 0, 0, tzinfo=UTC),
    ):
        await raise_concern(desk, raised_at=raised_at)
    for first, last, count in (
        (None, "2026-03-31", 1),
        ("2026-04-01", None, 1),
        ("2026-03-31", "2026-04-01", 2),
        ("2026-04-02", None, 0),
    ):
        answer = await report(desk, first=first, last=last)
        assert answer["concerns"][0]["count"] == count, (first, last)
    assert answer["period"] == {"from": "2026-04-02", "to": None, "time_zone": "Europe/London"}


async def test_an_enquiry_is_counted_by_when_it_opened_and_by_when_it_ended(
    desk: Desk, hands: Hands
) -> None:
    november_at, hands.at = hands.at, datetime(2026, 10, 31, 12, tzinfo=UTC)
    case = await open_case(desk)
    hands.at = november_at
    await case.judge(await case.wish())
    await case.conclude()
    october = await report(desk, first="2026-10-01", last="2026-10-31")
    november = await report(desk, first="2026-11-01", last="2026-11-30")
    for answer, opened, concluded in ((october, 1, 0), (november, 0, 1)):
        of_kind = answer["concluded"]["section_42"]
        assert answer["enquiries"][0]["count"] == opened
        assert of_kind["asked"][0]["count"] == concluded
        assert of_kind["desired_outcomes"][0]["count"] == concluded


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("from=2026-04-02&to=2026-04-01", 400, "period_reversed"),
        ("from=9999-12-31", 422, "malformed_input"),
        ("to=9999-12-31", 422, "malformed_input"),
        ("from=0001-01-01", 422, "malformed_input"),
        ("from=yesterday", 422, "malformed_input"),
        ("since=2026-04-01", 422, "unknown_parameter"),
    ],
)
async def test_a_bad_period_is_refused(desk: Desk, query: str, status: int, code: str) -> None:
    async with desk.client(COUNCIL) as client:
        response = await client.get(f"{PATH}?{query}")
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_the_report_needs_its_own_scope(desk: Desk) -> None:
    async with desk.client(COUNCIL, scopes=AGENCY_SCOPES - {Scope.STATISTICS_READ}) as client:
        assert (await client.get(PATH)).status_code == 403
