"""What came from outside is shown by a spreadsheet and never carried out by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.spreadsheets import inert, inert_row


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="], ids=repr)
def test_a_cell_that_would_be_a_formula_is_text(sign: str) -> None:
    assert inert(f"{sign}1") == f"'{sign}1"


@given(st.text())
def test_a_cell_keeps_all_that_it_says(cell: str) -> None:
    assert inert(cell) in {cell, f"'{cell}"}
    assert not inert(cell).startswith(("=", "+", "-", "@"))


def test_nothing_is_an_empty_cell_and_a_number_stays_one() -> None:
    assert inert_row([None, -3, 1.5, "-3", "x"]) == ["", "-3", "1.5", "'-3", "x"]
