"""From concerns to what the adult wanted coming true, against cases counted by hand."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.funnel.queries import read_funnel
from services.outcomes.funnel.standings import Standing, enquiry_stages
from services.outcomes.funnel.suppression import ALL
from services.outcomes.funnel.views import Breakdown, FunnelView, StageView
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.reference.care_act import EnquiryKind
from tests.services.outcomes.counted_rows import (
    COUNCIL_ID,
    OTHER_COUNCIL_ID,
    concerns,
    dataset_of,
    enquiries,
)

YEAR = ReportingYear(2026)
EXPRESSED: dict[str, Any] = {"asked": "asked_and_expressed"}


def read(dataset: Dataset, by: Breakdown | None = None, **changes: Any) -> FunnelView:
    kind = changes.pop("kind", EnquiryKind.SECTION_42)
    return read_funnel(dataset, COUNCIL_ID, YEAR, kind, by, synthetic=True, **changes)


def stage(stages: list[StageView], name: str) -> StageView:
    return next(each for each in stages if each.stage == name)


def counts(stages: list[StageView]) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {each.stage: (each.count, each.of, each.missing) for each in stages}


def all_places(**more: Any) -> list[dict[str, Any]]:
    """Return enquiries in each place of the funnel: 5, 6, 7 … 12 of them."""
    return [
        *enquiries(5, asked="not_recorded", has_died=True, **more),
        *enquiries(3, asked="not_recorded", **more),
        *enquiries(3, asked="dont_know", **more),
        *enquiries(7, asked="not_asked", **more),
        *enquiries(8, asked="asked_none_expressed", **more),
        *enquiries(9, **EXPRESSED, **more),
        *enquiries(10, **EXPRESSED, achieved="fully", achieved_judged_by="adult", **more),
        *enquiries(11, **EXPRESSED, achieved="partially", achieved_judged_by="adult", **more),
        *enquiries(12, **EXPRESSED, achieved="not", achieved_judged_by="worker", **more),
    ]


def test_each_stage_is_out_of_the_one_that_it_narrows() -> None:
    found = counts(read(dataset_of(enquiries=all_places())).enquiries)
    assert found == {
        "concluded": (68, None, None),
        "msp_applicable": (63, 68, None),
        "asked_is_known": (57, 63, None),
        "asked": (50, 57, 6),
        "expressed": (42, 50, 6),
        "measured": (33, 42, None),
        "fully": (10, 33, 9),
        "partially": (11, 33, 9),
        "not_achieved": (12, 33, 9),
    }


def test_a_share_has_its_interval_and_what_is_missing_its_bounds() -> None:
    asked = stage(read(dataset_of(enquiries=all_places())).enquiries, "asked")
    assert asked.interval is not None
    assert asked.bounds is not None
    assert asked.interval.low < 50 / 57 < asked.interval.high
    assert (asked.bounds.low, asked.bounds.high) == (50 / 63, 56 / 63)


def test_who_died_before_anybody_asked_could_not_be_and_who_was_asked_before_was() -> None:
    rows = [
        *enquiries(6, asked="not_asked", has_died=True),
        *enquiries(9, asked="asked_none_expressed", has_died=True),
    ]
    found = counts(read(dataset_of(enquiries=rows)).enquiries)
    assert found["concluded"] == (15, None, None)
    assert found["asked"][0] is None or found["asked"] == (9, 9, None)


def test_concerns_lead_to_enquiries_and_the_undecided_may_still() -> None:
    rows = [
        *concerns(10, decision="section_42"),
        *concerns(5, decision="other_enquiry"),
        *concerns(6, decision="no_enquiry_other_action"),
        *concerns(7, decision="no_further_action"),
        *concerns(8),
        *concerns(9, withdrawn="raised_in_error"),
        *concerns(1, withdrawn="found_to_be_unfounded", decision="section_42"),
        *concerns(20, raised_on=date(2026, 3, 31)),
        *concerns(20, raised_on=date(2027, 4, 1)),
    ]
    assert counts(read(dataset_of(concerns=rows)).concerns) == {
        "concerns": (37, None, None),
        "decided": (29, 37, None),
        "enquiries": (16, 29, 8),
        "section_42": (11, 16, None),
    }


def test_other_councils_kinds_years_and_real_cases_are_not_counted() -> None:
    rows = [
        *enquiries(20, asked="not_asked"),
        *enquiries(20, asked="not_asked", council_id=OTHER_COUNCIL_ID),
        *enquiries(20, asked="not_asked", kind="other"),
        *enquiries(20, asked="not_asked", synthetic=False),
        *enquiries(20, asked="not_asked", concluded_on=date(2026, 3, 31)),
        *enquiries(20, asked="not_asked", concluded_on=None),
    ]
    assert counts(read(dataset_of(enquiries=rows)).enquiries)["concluded"][0] == 20


def test_results_are_never_pooled_over_judges() -> None:
    by = {each.judged_by: each for each in read(dataset_of(enquiries=all_places())).results_by}
    assert set(by) == {"adult", "representative", "advocate", "worker", "derived"}
    adult = stage(by["adult"].stages, "fully")
    assert (adult.count, adult.of) in {(10, 21), (10, None), (None, None)}


TOLD: dict[str, Any] = {
    "team": "north",
    "raised_by_agency_id": UUID(int=7),
    "abuse_types": ["physical", "neglect"],
    "sources_of_risk": ["other_known"],
    "location": "own_home",
    "age": 80,
    "age_on": date(2026, 3, 31),
    "gender": "female",
    "ethnicity": "white",
    "primary_support_reason": "physical",
    "lacked_capacity": "no",
}


@pytest.mark.parametrize("by", list(Breakdown))
def test_it_can_be_broken_down_by_everything(by: Breakdown) -> None:
    rows = [*all_places(**TOLD), *all_places(concluded_on=date(2026, 12, 1))]
    view = read(dataset_of(enquiries=rows), by)
    assert view.broken_down_by is by
    known = [each for each in view.groups if each.group not in {"not_recorded", "not_known"}]
    assert len(known) == (2 if by in {Breakdown.ABUSE_TYPE, Breakdown.QUARTER} else 1)
    assert [counts(each.stages)["asked"] for each in view.groups] == [(50, 57, 6)] * len(
        view.groups
    )


def test_an_enquiry_with_two_types_of_abuse_is_in_the_funnel_of_each_once() -> None:
    found = [{"type": "sexual", "source": None, "location": None}] * 2
    rows = [*all_places(**TOLD), *all_places(**TOLD, risks=found)]
    groups = read(dataset_of(enquiries=rows), Breakdown.ABUSE_TYPE).groups
    assert {each.group: counts(each.stages)["asked"][0] for each in groups} == {
        "neglect": 50,
        "physical": 50,
        "sexual": 50,
    }


def test_what_a_group_is_not_known_by_is_a_group_of_its_own() -> None:
    rows = [*all_places(team="north"), *all_places(team=None)]
    groups = read(dataset_of(enquiries=rows), Breakdown.TEAM).groups
    assert [each.group for each in groups] == ["north", "not_recorded"]


def test_a_group_is_held_against_all_the_others() -> None:
    rows = [
        *all_places(gender="female"),
        *all_places(gender="male"),
        *enquiries(200, asked="not_asked", gender="male"),
    ]
    female, male = read(dataset_of(enquiries=rows), Breakdown.GENDER).groups
    more, less = female.against_the_rest[0].interval, male.against_the_rest[0].interval
    assert more is not None
    assert less is not None
    assert more.low > 0
    assert less.high < 0


def test_a_small_group_is_left_out_and_the_other_does_not_give_it_away() -> None:
    rows = [*all_places(gender="female"), *enquiries(2, asked="not_asked", gender="male")]
    female, male = read(dataset_of(enquiries=rows), Breakdown.GENDER).groups
    assert counts(male.stages)["concluded"][0] is None
    assert counts(female.stages)["concluded"][0] is None


def test_age_is_that_on_the_last_day_of_the_year_or_at_death() -> None:
    rows = [
        *enquiries(20, age=64, age_on=date(2026, 3, 31), asked="not_asked"),
        *enquiries(
            20,
            age=64,
            age_on=date(2026, 3, 31),
            asked="not_asked",
            has_died=True,
            died_on=date(2026, 3, 31),
        ),
    ]
    groups = read(dataset_of(enquiries=rows), Breakdown.AGE_BAND).groups
    assert [each.group for each in groups] == ["18-64", "65-74"]


@given(st.lists(st.integers(5, 50), min_size=8, max_size=8), st.integers(0, 500))
def test_an_unanswered_case_moves_no_share_and_widens_bounds(
    numbers: list[int], unanswered: int
) -> None:
    tally = dict(zip(Standing, numbers, strict=True))
    more = tally | {
        Standing.UNKNOWN: tally[Standing.UNKNOWN] + unanswered,
        Standing.NOT_MEASURED: tally[Standing.NOT_MEASURED],
    }
    before, after = (
        enquiry_stages(
            {**{str(place): count for place, count in each.items()}, ALL: sum(each.values())}
        )
        for each in (tally, more)
    )
    for name in ("asked", "expressed", "fully", "partially", "not_achieved"):
        was, now = stage(before, name), stage(after, name)
        assert (now.count, now.of, now.interval) == (was.count, was.of, was.interval)
        assert was.bounds is not None
        assert now.bounds is not None
        assert now.bounds.low <= was.bounds.low
        assert now.bounds.high >= was.bounds.high
