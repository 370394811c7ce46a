"""The return agrees with a second calculation, cell by cell, and would not if either were wrong."""

import pytest

from tests.evidence import independent_sac
from tests.evidence.sac import compare


@pytest.mark.parametrize("seed", [1, 2])
def test_every_cell_is_as_a_second_calculation_has_it(seed: int) -> None:
    found = compare(seed, people=400)
    assert found["cells"] > 2000
    assert found["not_zero"] > 400
    assert found["differences"] == 0


def test_a_wrong_second_calculation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(independent_sac.GENDER, "other", "Not Known")
    assert compare(people=100)["differences"] > 0
