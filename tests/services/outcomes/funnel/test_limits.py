"""What could not be delivered stays in, and is shown by reason with who was told why."""

from typing import Any

from services.outcomes.funnel.queries import read_funnel
from services.outcomes.funnel.views import LimitsView
from services.outcomes.statistics.period import ReportingYear
from shared.reference.care_act import EnquiryKind
from tests.services.outcomes.counted_rows import COUNCIL_ID, dataset_of, desired_outcomes

OTHERS = ["others_at_risk"]
CRIME = ["crime", "others_at_risk"]


def read(*rows: dict[str, Any]) -> LimitsView:
    dataset = dataset_of(desired_outcomes=list(rows))
    year = ReportingYear(2026)
    kind = EnquiryKind.SECTION_42
    return read_funnel(dataset, COUNCIL_ID, year, kind, None, synthetic=True).limits


def limited(count: int, reasons: list[str], *, told: bool, **more: Any) -> list[dict[str, Any]]:
    values: dict[str, Any] = {
        "limited": True,
        "limitation_reasons": reasons,
        "adult_was_told": told,
    }
    return [*desired_outcomes(count, **values | more)]


def test_limits_are_out_of_all_that_was_wanted_and_explanations_out_of_limits() -> None:
    view = read(
        *desired_outcomes(30),
        *limited(12, OTHERS, told=True),
        *limited(8, CRIME, told=False),
        *desired_outcomes(9, negotiated=True),
        *desired_outcomes(9, concluded_on=None),
        *desired_outcomes(9, kind="other"),
    )
    assert [(each.stage, each.count, each.of) for each in view.stages] == [
        ("desired_outcomes", 50, None),
        ("limited", 20, 50),
        ("explained", 12, 20),
    ]


def test_one_with_two_reasons_is_in_each_and_a_small_reason_is_left_out() -> None:
    view = read(
        *desired_outcomes(30),
        *limited(12, OTHERS, told=True),
        *limited(9, OTHERS, told=False),
        *limited(8, CRIME, told=True),
        *limited(7, CRIME, told=False),
        *limited(6, ["coercion"], told=True),
        *limited(5, ["coercion"], told=False),
        *limited(2, ["legal_duty"], told=True),
    )
    counts = {str(each.reason): each.stages[0].count for each in view.by_reason}
    assert counts["others_at_risk"] == 36
    assert counts["crime"] == 15
    assert counts["legal_duty"] is None


def test_the_adults_verdicts_are_split_by_whether_there_was_a_limit() -> None:
    view = read(
        *desired_outcomes(20, by_adult="fully", by_worker="fully"),
        *desired_outcomes(10, by_adult="partially"),
        *desired_outcomes(8, by_adult="not"),
        *desired_outcomes(7),
        *limited(6, OTHERS, told=True, by_adult="fully"),
        *limited(7, OTHERS, told=True, by_adult="partially"),
        *limited(14, OTHERS, told=False, by_adult="not"),
        *limited(9, OTHERS, told=False, by_worker="fully"),
    )
    found = {
        each.limited: [(one.stage, one.count, one.of, one.missing) for one in each.stages]
        for each in view.results_by_adult
    }
    assert found[False][1] == ("fully", 20, 38, 7)
    assert found[True][1] == ("fully", 6, 27, 9)


def test_a_total_that_is_shown_does_not_give_away_a_verdict_that_is_not() -> None:
    view = read(
        *desired_outcomes(20, by_adult="fully"),
        *desired_outcomes(10, by_adult="partially"),
        *desired_outcomes(8, by_adult="not"),
        *desired_outcomes(7),
        *limited(6, OTHERS, told=True, by_adult="fully"),
        *limited(7, OTHERS, told=False, by_adult="partially"),
        *limited(2, OTHERS, told=False, by_adult="not"),
        *limited(9, OTHERS, told=True),
    )
    assert view.stages[1].count == 24
    of_limits = next(each for each in view.results_by_adult if each.limited)
    levels = [one.count for one in of_limits.stages[1:]]
    silent = of_limits.stages[1].missing
    assert levels[2] is None
    assert [*levels, silent].count(None) >= 2
