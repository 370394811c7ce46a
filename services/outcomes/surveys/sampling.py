"""Drawing a random sample that anybody can draw again. Pure."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

Person = tuple[UUID, str]
"""An agency, and the practitioner of it."""


def draw(frame: Iterable[Person], *, size: int, seed: str) -> set[Person]:
    """Return `size` people of the frame, or all where it has fewer.

    A simple random sample without replacement: the people whose SHA-256 of seed, agency and
    practitioner, parted by line feeds, come first. So it depends on no program's random numbers.
    """
    return set(sorted(frame, key=lambda person: _ticket(seed, person))[:size])


def _ticket(seed: str, person: Person) -> bytes:
    agency_id, practitioner_id = person
    return hashlib.sha256(f"{seed}\n{agency_id}\n{practitioner_id}".encode()).digest()
