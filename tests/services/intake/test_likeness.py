"""How like two descriptions are: what agrees, what differs, and when it is worth a look."""

from datetime import date

import pytest

from services.intake.adults.age import age_at_year_end
from services.intake.adults.likeness import (
    Trait,
    comparable_person,
    comparable_postcode,
    likeness,
)

EVERYTHING = {trait: trait.encode() for trait in Trait}
NOTHING = dict.fromkeys(Trait)


def but(**changes: bytes | None) -> dict[Trait, bytes | None]:
    return {trait: changes.get(trait.value, digest) for trait, digest in EVERYTHING.items()}


@pytest.mark.parametrize(
    ("other", "is_worth_a_look"),
    [
        (EVERYTHING, True),
        (NOTHING, False),
        (but(name=b"?", date_of_birth=b"?", postcode=b"?"), False),
        (but(name=b"?", date_of_birth=None, postcode=b"?"), False),
        (but(name=b"?", postcode=b"?"), True),
        (but(nhs_number=None, postcode=None), True),
        (but(nhs_number=b"?", postcode=None), True),
        (but(nhs_number=None, name=b"?"), True),
        (but(nhs_number=None, date_of_birth=None), True),
        (but(nhs_number=None, date_of_birth=None, postcode=None), False),
        (but(nhs_number=None, name=None, postcode=None), False),
    ],
)
def test_two_things_must_agree(other: dict[Trait, bytes | None], is_worth_a_look: bool) -> None:  # noqa: FBT001 - a table
    assert likeness(EVERYTHING, other).is_worth_a_look is is_worth_a_look
    assert likeness(other, EVERYTHING).is_worth_a_look is is_worth_a_look


def test_what_is_known_of_one_alone_neither_agrees_nor_differs() -> None:
    like = likeness(EVERYTHING, but(nhs_number=None, name=b"?"))
    assert like.agreeing == (Trait.DATE_OF_BIRTH, Trait.POSTCODE)
    assert like.differing == (Trait.NAME,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zoë", "O'Brien"), ("zoe", "OBRIEN")),
        (("Mary-Ann", "de la Cruz"), ("mary ann", "De La Cruz")),
        (("ﬁona", "Straße"), ("Fiona", "strasse")),
    ],
)
def test_names_are_compared_without_how_they_are_written(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert comparable_person(*one) == comparable_person(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann", "Lee"), ("Lee", "Ann")),
        (("An", "Nlee"), ("Ann", "Lee")),
        (("李", "明"), ("明", "李")),
    ],
)
def test_different_names_stay_different(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert comparable_person(*one) != comparable_person(*other)


def test_a_name_of_signs_alone_is_still_a_name() -> None:
    assert comparable_person("?", "?") != comparable_person("-", "-")


def test_postcodes_are_compared_without_spaces() -> None:
    assert comparable_postcode("zz99 9zz") == comparable_postcode(" ZZ999ZZ") == "ZZ999ZZ"


@pytest.mark.parametrize(
    ("today", "born_on", "estimated", "expected"),
    [
        (date(2026, 3, 31), date(1938, 5, 2), None, (date(2026, 3, 31), 87)),
        (date(2026, 4, 1), date(1938, 5, 2), None, (date(2027, 3, 31), 88)),
        (date(2026, 11, 22), date(2008, 3, 31), None, (date(2027, 3, 31), 19)),
        (date(2026, 11, 22), date(2008, 4, 1), None, (date(2027, 3, 31), 18)),
        (date(2026, 11, 22), None, 70, (date(2027, 3, 31), 70)),
        (date(2026, 11, 22), None, None, (date(2027, 3, 31), None)),
    ],
)
def test_people_are_counted_by_their_age_on_31_march(
    today: date, born_on: date | None, estimated: int | None, expected: tuple[date, int | None]
) -> None:
    assert age_at_year_end(today, born_on=born_on, estimated=estimated) == expected
