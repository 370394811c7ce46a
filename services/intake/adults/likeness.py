"""How like two descriptions of an adult are: a hint for a person, who alone says that they are one.

An NHS number counts with a second thing that agrees, since numbers are mistyped and misread;
without one, two of name, date of birth and postcode. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import combining, normalize


class Trait(StrEnum):
    """What two descriptions may agree or differ in."""

    NHS_NUMBER = "nhs_number"
    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE = "postcode"


Traits = Mapping[Trait, bytes | None]
"""The keyed digest of each, where it is known."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What agrees, and what is known of both and differs."""

    agreeing: tuple[Trait, ...]
    differing: tuple[Trait, ...]

    @property
    def is_worth_a_look(self) -> bool:
        """Tell whether somebody should look whether this is one person."""
        return len(self.agreeing) >= _ENOUGH


_ENOUGH = 2


def likeness(one: Traits, other: Traits) -> Likeness:
    """Compare two descriptions by what is known of both."""
    known = [trait for trait in Trait if one[trait] is not None and other[trait] is not None]
    return Likeness(
        agreeing=tuple(trait for trait in known if one[trait] == other[trait]),
        differing=tuple(trait for trait in known if one[trait] != other[trait]),
    )


def comparable_person(given_name: str, family_name: str) -> str:
    """Return a name without that in which two writings of it may differ.

    Those are case, accents, spacing, hyphens and apostrophes.
    """
    return " ".join(letters(name) for name in (family_name, given_name))


def comparable_postcode(postcode: str) -> str:
    """Return a postcode in capitals without what stands between its letters and digits."""
    return re.sub(r"[\W_]+", "", normalize("NFKC", postcode)).upper()


def comparable_birth(born_on: date) -> str:
    """Return a date of birth as it is compared."""
    return born_on.isoformat()


def letters(name: str) -> str:
    """Return what is left of a name without how it is written; of signs alone, the signs."""
    plain = "".join(each for each in normalize("NFKD", name) if not combining(each))
    return re.sub(r"[\W_]+", "", plain).casefold() or name
