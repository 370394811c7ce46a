"""By what a source of risk is recognised when it comes up again. Pure.

An employer is known as an agency of the exchange; else by its codes and its name. A unit and a
person are known only within their employer: there are many wards of one name, and many people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from services.intake.adults.likeness import letters
from services.intake.sources.holds import comparable_name
from services.intake.sources.views import Code, NewSource
from shared.access.policy import same_name
from shared.reference.patterns import TraceKind


@dataclass(frozen=True, order=True)
class Trace:
    """Something that two sources of risk may have in common."""

    kind: TraceKind
    value: str


def traces_of(source: NewSource, agency_ids: frozenset[UUID]) -> frozenset[Trace]:
    """Return by what a source is recognised, given the agencies that stand behind it."""
    return frozenset(
        trace for employer in _employers(source, agency_ids) for trace in _within(employer, source)
    )


def traces_of_newcomer(codes: Iterable[Code], name: str | None) -> frozenset[Trace]:
    """Return by what an employer was recognised before it was an agency: its codes and its name."""
    return frozenset(Trace(TraceKind.EMPLOYER, one) for one in _unregistered(codes, name))


def _employers(source: NewSource, agency_ids: frozenset[UUID]) -> Iterator[str]:
    """Name the employer in every way that is known; registered, by what it is registered as."""
    if agency_ids:
        yield from (f"agency:{agency_id}" for agency_id in agency_ids)
        return
    codes = (identifier.code for identifier in source.identifiers)
    yield from _unregistered(codes, source.organisation_name)


def _unregistered(codes: Iterable[Code], name: str | None) -> Iterator[str]:
    yield from (f"{code}" for code in codes)
    if name:
        yield f"name:{comparable_name(name)}"


def _within(employer: str, source: NewSource) -> Iterator[Trace]:
    yield Trace(TraceKind.EMPLOYER, employer)
    if source.unit:
        yield Trace(TraceKind.UNIT, f"{employer}\n{same_name(source.unit)}")
    if source.practitioner_id:
        yield Trace(TraceKind.PERSON, f"{employer}\nid {same_name(source.practitioner_id)}")
    if source.name:
        yield Trace(TraceKind.PERSON, f"{employer}\nname {letters(source.name)}")
