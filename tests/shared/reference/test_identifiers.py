"""Codes of organisations and people, as their registers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.reference.agencies import IdentifierScheme as Scheme
from shared.reference.identifiers import (
    NotAnIdentifier,
    canonical_identifier,
    canonical_nhs_number,
    is_synthetic_nhs_number,
)


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (Scheme.ODS, "RR8"),
        (Scheme.ODS, "VLAXL"),
        (Scheme.CQC_PROVIDER, "1-123456789"),
        (Scheme.CQC_PROVIDER, "RXX"),
        (Scheme.CQC_LOCATION, "1-12345678901"),
        (Scheme.GSS, "E10000030"),
        (Scheme.GSS, "W06000015"),
        (Scheme.POLICE_FORCE, "E23000001"),
        (Scheme.POLICE_FORCE, "W15000003"),
    ],
)
def test_a_code_in_its_registers_form_is_kept(scheme: Scheme, code: str) -> None:
    assert canonical_identifier(scheme, code) == code


def test_a_code_is_read_in_either_case_and_without_what_surrounds_it() -> None:
    assert canonical_identifier(Scheme.ODS, " rr8 ") == "RR8"


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (Scheme.ODS, ""),
        (Scheme.ODS, "RR-8"),
        (Scheme.ODS, "ABCDEFGHIJKLM"),
        (Scheme.ODS, "\N{LATIN SMALL LETTER SHARP S}"),
        (Scheme.CQC_PROVIDER, "1 123456789"),
        (Scheme.CQC_LOCATION, "1-"),
        (Scheme.GSS, "E1000003"),
        (Scheme.GSS, "E100000300"),
        (Scheme.GSS, "X10000030"),
        (Scheme.GSS, "E1000003\N{ARABIC-INDIC DIGIT ZERO}"),
        (Scheme.POLICE_FORCE, "E10000030"),
        (Scheme.POLICE_FORCE, "surrey"),
    ],
)
def test_a_code_of_another_form_is_refused_and_not_repeated(scheme: Scheme, code: str) -> None:
    with pytest.raises(NotAnIdentifier) as refusal:
        canonical_identifier(scheme, code)
    assert not code or code not in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["9990000018", "999 000 0018", "999-000-0018", " 9990000018 ", "9912003888"]
)
def test_an_nhs_number_is_read_as_ten_digits(text: str) -> None:
    digits = canonical_nhs_number(text)
    assert len(digits) == 10
    assert digits.isdecimal()


@pytest.mark.parametrize(
    "text",
    [
        "9991234560",  # its check digit does not fit
        "9990000140",  # its stem has no check digit
        "999000001",
        "99900000180",
        "99-90000018",
        "999000001X",
        "0000000000",  # these two satisfy the sum
        "1111111111",
        "\N{ARABIC-INDIC DIGIT NINE}990000018",
        "",
    ],
)
def test_what_is_no_nhs_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NotAnIdentifier) as refusal:
        canonical_nhs_number(text)
    assert not text or text not in str(refusal.value)


@given(st.integers(min_value=0, max_value=9), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_never_passes(place: int, by: int) -> None:
    digits = [int(digit) for digit in "9990001014"]
    digits[place] = (digits[place] + by) % 10
    with pytest.raises(NotAnIdentifier):
        canonical_nhs_number("".join(map(str, digits)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [("9990000018", True), ("9730676240", True), ("4010232137", False)],
)
def test_numbers_of_made_up_people_are_told_apart(number: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_synthetic_nhs_number(canonical_nhs_number(number)) is expected
