"""How agencies took part, against what was counted by hand."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.outcomes.engagement.queries import read_engagement, read_own_engagement
from services.outcomes.engagement.views import (
    AgencyEngagement,
    AskedFor,
    AskedForView,
    Engaged,
    EngagementView,
    TakingPart,
)
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.reference.care_act import EnquiryKind
from tests.services.outcomes.counted_rows import (
    ASKED_AT,
    COUNCIL_ID,
    OTHER_COUNCIL_ID,
    conversations,
    dataset_of,
    desired_outcomes,
    engagements,
    enquiries,
)

YEAR = ReportingYear(2026)
TRUST, HOSPITAL, POLICE = UUID(int=1), UUID(int=2), UUID(int=3)
AGENCIES: list[dict[str, Any]] = [
    {"agency_id": POLICE, "synthetic": True, "name": "Police", "kind": "police"},
    {"agency_id": TRUST, "synthetic": True, "name": "Trust", "kind": "nhs_trust"},
    {"agency_id": HOSPITAL, "synthetic": True, "name": "Hospital", "kind": "nhs_trust"},
    {"agency_id": COUNCIL_ID, "synthetic": True, "name": "Council", "kind": "council"},
]


def after(hours: float) -> datetime:
    return ASKED_AT + timedelta(hours=hours)


def read(**tables: list[dict[str, Any]]) -> EngagementView:
    return ask(dataset_of(agencies=AGENCIES, **tables))


def ask(dataset: Dataset) -> EngagementView:
    return read_engagement(dataset, COUNCIL_ID, YEAR, EnquiryKind.SECTION_42, synthetic=True)


def own(dataset: Dataset, agency: UUID = TRUST) -> AgencyEngagement:
    kind = EnquiryKind.SECTION_42
    return read_own_engagement(dataset, agency, COUNCIL_ID, YEAR, kind, synthetic=True).own


def of(view: EngagementView, agency: UUID) -> AgencyEngagement:
    return next(each for each in view.agencies if each.agency_id == agency)


def asked_for(part: TakingPart, what: AskedFor = AskedFor.INFORMATION) -> AskedForView:
    return next(each for each in part.asked_for if each.asked_for is what)


def all_states(agency: UUID) -> list[dict[str, Any]]:
    """Return requests in each state: 5, 6, 7 … 11 of them."""
    late = after(100)
    return [
        *engagements(5, agency, acknowledged_at=after(1), contributed_at=late, overdue_at=late),
        *engagements(6, agency, acknowledged_at=after(2), declined_at=after(3)),
        *engagements(7, agency, overdue_at=late, ended_at=after(200)),
        *engagements(8, agency, acknowledged_at=after(4), overdue_at=late),
        *engagements(9, agency, acknowledged_at=after(5)),
        *engagements(10, agency),
        *engagements(11, agency, ended_at=after(6)),
    ]


def of_all() -> list[dict[str, Any]]:
    """Return requests in each state to every agency, so that nothing is left out."""
    return [row for each in AGENCIES for row in all_states(each["agency_id"])]


def test_everything_that_is_asked_stands_in_one_state() -> None:
    found = asked_for(of(read(engagements=of_all()), TRUST))
    assert found.asked == 56
    assert list(found.states.values()) == [5, 6, 7, 8, 9, 10, 11]
    assert list(found.states) == [
        "contributed",
        "declined",
        "silent",
        "overdue",
        "acknowledged",
        "waiting",
        "ended",
    ]


def test_a_kind_is_the_sum_of_its_agencies() -> None:
    view = read(engagements=of_all())
    by = {each.kind: asked_for(each).asked for each in view.kinds}
    assert by == {"council": 56, "nhs_trust": 112, "police": 56}


def test_what_is_asked_for_is_told_apart() -> None:
    rows = [
        *engagements(5, TRUST, subject="invitation", request_kind=None),
        *engagements(6, TRUST),
        *engagements(7, TRUST, request_kind="cause_enquiry"),
        *engagements(8, TRUST, request_kind="advice"),
        *engagements(9, TRUST, request_kind="action"),
        *engagements(10, TRUST, request_kind=None),
        *engagements(11, TRUST, subject="action", request_kind=None),
        *engagements(
            12,
            TRUST,
            subject="contribution",
            request_kind=None,
            asked_at=None,
            contributed_at=ASKED_AT,
        ),
    ]
    exact = own(dataset_of(agencies=AGENCIES, engagements=rows))
    assert [each.asked for each in exact.asked_for] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert exact.asked_for[-1].hours_to_contribute is None


def test_other_councils_years_and_real_cases_are_not_counted() -> None:
    rows = [
        *engagements(6, TRUST),
        *engagements(20, TRUST, council_id=OTHER_COUNCIL_ID),
        *engagements(20, TRUST, synthetic=False),
        *engagements(20, TRUST, asked_at=datetime(2026, 3, 31, 22, 59, tzinfo=UTC)),
        *engagements(20, TRUST, asked_at=datetime(2027, 3, 31, 23, tzinfo=UTC)),
    ]
    assert asked_for(own(dataset_of(agencies=AGENCIES, engagements=rows))).asked == 6


def test_hours_are_quartiles_until_it_was_first_heard_of_and_until_it_contributed() -> None:
    rows = [
        row
        for hours in (1, 2, 3, 4, 5)
        for row in engagements(
            1, TRUST, acknowledged_at=after(hours), contributed_at=after(hours * 10)
        )
    ]
    found = asked_for(own(dataset_of(agencies=AGENCIES, engagements=rows)))
    assert found.hours_to_acknowledge is not None
    assert found.hours_to_contribute is not None
    assert list(found.hours_to_acknowledge.model_dump().values()) == [2, 3, 4]
    assert list(found.hours_to_contribute.model_dump().values()) == [20, 30, 40]


def test_hours_are_told_where_the_count_that_they_rest_on_is() -> None:
    row: dict[str, Any] = {"contributed_at": after(1)}
    few = [*all_states(TRUST), *engagements(2, POLICE, **row)]
    many = [*all_states(TRUST), *all_states(POLICE)]
    for rows in (few, many):
        for part in (of(read(engagements=rows), TRUST), of(read(engagements=rows), POLICE)):
            found = asked_for(part)
            assert (found.hours_to_contribute is None) == (
                found.states[Engaged.CONTRIBUTED] is None
            )
    assert asked_for(of(read(engagements=many), POLICE)).hours_to_contribute is not None


def test_hours_of_four_are_not_told_not_even_to_the_agency_itself() -> None:
    rows = list(engagements(4, TRUST, contributed_at=after(1)))
    exact = asked_for(own(dataset_of(agencies=AGENCIES, engagements=rows)))
    assert (exact.asked, exact.hours_to_contribute) == (4, None)


def test_a_small_count_is_left_out_and_neither_its_kind_nor_the_rest_gives_it_away() -> None:
    rows = [*engagements(30, HOSPITAL), *engagements(3, TRUST), *engagements(40, POLICE)]
    view = read(engagements=rows)
    shown = [asked_for(of(view, each)).states[Engaged.WAITING] for each in (TRUST, HOSPITAL)]
    trusts = next(asked_for(each) for each in view.kinds if each.kind == "nhs_trust")
    assert shown[0] is None
    assert shown[1] is None or trusts.states[Engaged.WAITING] is None


def test_an_agency_that_was_asked_nothing_looks_like_one_of_which_little_is_known() -> None:
    view = read(engagements=[*engagements(2, TRUST), *engagements(30, POLICE)])
    silent, few = of(view, HOSPITAL), of(view, TRUST)
    assert silent.asked_for == few.asked_for


def test_conversations_are_told_by_who_recorded_them_and_who_was_asked() -> None:
    rows = [
        row
        for each in AGENCIES
        for row in (
            *conversations(7, each["agency_id"]),
            *conversations(6, each["agency_id"], asked_of="representative"),
            *conversations(5, each["agency_id"], asked_of="advocate"),
            *conversations(8, each["agency_id"], asked="not_asked", asked_of=None),
            *conversations(9, each["agency_id"], held_on=date(2026, 3, 31)),
        )
    ]
    assert of(read(conversations=rows), TRUST).conversations == {
        "adult": 7,
        "representative": 6,
        "advocate": 5,
        "nobody": 8,
    }


def test_desired_outcomes_are_told_by_who_recorded_and_who_owns_them() -> None:
    rows = [
        *desired_outcomes(9, TRUST, owner_agency_id=POLICE),
        *desired_outcomes(8, POLICE, owner_agency_id=TRUST),
        *desired_outcomes(10, HOSPITAL),
        *desired_outcomes(11, COUNCIL_ID),
        *desired_outcomes(50, TRUST, concluded_on=None),
        *desired_outcomes(50, TRUST, kind="other"),
    ]
    found = of(read(desired_outcomes=rows), TRUST)
    assert (found.desired_outcomes_recorded, found.desired_outcomes_owned) == (9, 8)


def test_desired_outcomes_as_owned_do_not_give_away_who_recorded_few() -> None:
    rows = [
        *desired_outcomes(14, TRUST),
        *desired_outcomes(6, TRUST, owner_agency_id=POLICE),
        *desired_outcomes(3, POLICE, owner_agency_id=TRUST),
        *desired_outcomes(10, HOSPITAL),
        *desired_outcomes(10, COUNCIL_ID),
    ]
    agencies = read(desired_outcomes=rows).agencies
    assert [each.desired_outcomes_owned for each in agencies] == [10, 10, 6, 17]
    recorded = [each.desired_outcomes_recorded for each in agencies]
    assert recorded[2] is None
    assert recorded.count(None) > 1


def enquiry_with(*agencies: UUID, number: int) -> dict[str, list[dict[str, Any]]]:
    """Return an enquiry that these agencies answered a request in, and the council always did."""
    case = {"case_id": UUID(int=number)}
    asked = [row for each in agencies for row in engagements(1, each, contributed_at=after(1))]
    return {
        "enquiries": [row | case for row in enquiries(1)],
        "engagements": [row | case for row in asked],
        "conversations": [row | case for row in conversations(1, COUNCIL_ID)],
    }


def test_several_contributed_where_two_others_than_the_council_did() -> None:
    cases = [
        *(enquiry_with(TRUST, POLICE, number=10**6 + each) for each in range(6)),
        *(enquiry_with(TRUST, number=2 * 10**6 + each) for each in range(5)),
        *(enquiry_with(number=3 * 10**6 + each) for each in range(4)),
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        name: [row for each in cases for row in each[name]] for name in cases[0]
    }
    several = read(**tables).several_contributed
    assert (several.count, several.of) == (6, 15)
    assert several.interval is not None
    assert several.interval.low < 6 / 15 < several.interval.high


def approach(first_day: date, last_day: date, **declared: Any) -> dict[str, Any]:
    told = {
        "implementation": ["changed_systems"],
        "people_trained": 30,
        "people_to_train": 40,
        "staff_in_scope": "not_recorded",
        "specialist_team": "yes",
    }
    return {
        "agency_id": TRUST,
        "synthetic": True,
        "first_day": first_day,
        "last_day": last_day,
        "declared": json.dumps(told | declared),
    }


def test_the_newest_approach_of_the_year_stands_beside_an_agency() -> None:
    view = read(
        approaches=[
            approach(date(2026, 9, 1), date(2027, 8, 31)),
            approach(date(2025, 4, 1), date(2026, 8, 31), people_trained=1),
            approach(date(2027, 9, 1), date(2028, 8, 31), people_trained=2),
        ]
    )
    found = of(view, TRUST).approach
    assert found is not None
    assert (found.people_trained, found.trained_share) == (30, 0.75)
    assert found.staff_in_scope == "not_recorded"
    assert of(view, POLICE).approach is None


def test_no_share_is_trained_where_a_number_is_missing_or_does_not_fit() -> None:
    for wrong in ({"people_to_train": "not_supplied"}, {"people_trained": 41}):
        view = read(approaches=[approach(date(2026, 4, 1), date(2027, 3, 31), **wrong)])
        found = of(view, TRUST).approach
        assert found is not None
        assert found.trained_share is None
