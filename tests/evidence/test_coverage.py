"""Bounds hold what is true in every made-up area, and what is recorded alone does not."""

from deploy.synthesis.truth import Quantity
from tests.evidence.coverage import holds, study


def test_bounds_hold_the_truth_and_naive_shares_are_too_high() -> None:
    found = study(areas=25)
    assert found["bounds"] > 100
    assert found["bounds_held"] == found["bounds"]
    assert found["interval_held"] >= 20
    assert found["naive_too_high"] >= 20


def test_bounds_that_leave_out_the_missing_would_be_noticed() -> None:
    assert holds(Quantity(everybody=10, true=5, recorded=8, recorded_true=4))
    assert not holds(Quantity(everybody=10, true=9, recorded=10, recorded_true=4))
