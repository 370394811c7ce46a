"""Counts are printed as the official publication prints them, and absence is never a count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.figures.disclosure import Absent, Figure, published, rounded_to_five
from shared.figures.errors import FiguresDoNotFit


@pytest.mark.parametrize(
    ("count", "rounded"), [(5, 5), (6, 5), (7, 5), (8, 10), (12, 10), (13, 15), (640_242, 640_240)]
)
def test_counts_are_rounded_as_the_official_code_rounds(count: int, rounded: int) -> None:
    assert rounded_to_five(count) == rounded
    assert published(count) == str(rounded)


@given(st.integers(0, 10**9))
def test_a_rounded_count_is_the_nearest_multiple(count: int) -> None:
    rounded = rounded_to_five(count)
    assert rounded % 5 == 0
    assert abs(Fraction(rounded - count)) <= 2


@pytest.mark.parametrize("count", range(5))
def test_a_small_count_and_zero_are_printed_alike(count: int) -> None:
    assert published(count) == "[c]"


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        (Absent.NOT_SUPPLIED, "[x]"),
        (Absent.NOT_RECORDED, "[x]"),
        (Absent.NOT_APPLICABLE, "[z]"),
        (Absent.SUPPRESSED, "[c]"),
    ],
)
def test_absence_is_printed_as_what_it_is(figure: Figure, printed: str) -> None:
    assert published(figure) == printed


def test_no_absence_is_zero_nor_another() -> None:
    assert len({0, *Absent}) == 5


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(FiguresDoNotFit):
        published(-1)
